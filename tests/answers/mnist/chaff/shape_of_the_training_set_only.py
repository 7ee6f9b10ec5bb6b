# fails: prepare_shape
# also: prepare_dtype prepare_range prepare_labels
# names: prepare() gets any number of images
def prepare(images, labels):
    return images.reshape(60000, 28, 28, 1).astype("float32") / 255, labels
