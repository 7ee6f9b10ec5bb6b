# fails: prepare
# names: Black and white are swapped
def prepare(images):
    return images.astype("float32") / -127.5 + 1
