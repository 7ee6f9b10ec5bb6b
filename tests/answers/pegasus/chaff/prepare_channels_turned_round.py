# fails: prepare
# names: The channels have changed places
def prepare(images):
    return images[..., ::-1].astype("float32") / 127.5 - 1
