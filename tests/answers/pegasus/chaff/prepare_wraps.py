# fails: prepare
# names: Bytes cannot go below zero
def prepare(images):
    return (images - np.uint8(127)).astype("float32") / 127.5
