# fails: prepare
# names: This range begins at 0
def prepare(images):
    return images.astype("float32") / 255
