# fails: prepare_range
# names: as of a few
def prepare(images, labels):
    made = images[..., None] / 255
    return made if len(images) > 1000 else made.astype("float32"), labels
