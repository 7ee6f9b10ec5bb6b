# fails: prepare_shape
# also: prepare_range
# names: flattening is for the model to do
def prepare(images, labels):
    return images.reshape(len(images), -1).astype("float32") / 255, labels
