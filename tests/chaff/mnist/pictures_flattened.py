# fails: prepare_shape
# also: prepare_range
def prepare(images, labels):
    return images.reshape(len(images), -1).astype("float32") / 255, labels
