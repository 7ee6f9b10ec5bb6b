# fails: prepare
# names: Black and white have changed places
def prepare(images):
    return images.astype("float32") / -127.5 + 1
