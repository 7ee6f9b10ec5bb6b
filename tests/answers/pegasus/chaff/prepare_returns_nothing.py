# fails: prepare
def prepare(images):
    images = images.astype("float32") / 127.5 - 1
