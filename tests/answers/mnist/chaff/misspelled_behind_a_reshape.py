# fails: prepare_shape
# also: prepare_dtype prepare_labels
# names: did you mean `astype`?
def prepare(images, labels):
    return images.reshape(-1, 28, 28, 1).asttype("float32") / 255, labels
