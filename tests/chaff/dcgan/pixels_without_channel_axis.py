# fails: prepare_shape
def prepare(images):
    return images.astype("float32") / 127.5 - 1
