# fails: prepare_shape
# names: Keras wants (n, height, width, channels)
def prepare(images):
    return images.astype("float32") / 127.5 - 1
