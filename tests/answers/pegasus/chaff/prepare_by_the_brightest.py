# fails: prepare
def prepare(images):
    return 2 * images.astype("float32") / images.max(axis=(1, 2, 3), keepdims=True) - 1
