# fails: prepare_shape
# also: prepare_range
# names: Keras wants (n, height, width, channels)
def prepare(images, labels):
    return images.astype("float32") / 255, labels
