# fails: prepare
def prepare(images):
    return images / 127.5 - 1
