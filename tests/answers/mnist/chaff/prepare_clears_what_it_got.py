# fails: prepare_shape
# also: prepare_dtype, prepare_range, prepare_labels
# names: Work on a copy
def prepare(images, labels):
    made = images[..., None].astype("float32") / 255
    images[...] = 0
    return made, labels
