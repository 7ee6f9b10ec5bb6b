# fails: prepare
# names: whole numbers
def prepare(images):
    return (images // 127.5 - 1).astype("float32")
