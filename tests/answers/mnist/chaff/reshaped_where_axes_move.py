# fails: prepare_range
# names: The numbers are right, but they stand in other places
def prepare(images, labels):
    return images.reshape(28, 28, -1, 1).transpose(2, 0, 1, 3).astype("float32") / 255, labels
