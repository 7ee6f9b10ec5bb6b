# fails: prepare
# names: standardize
def prepare(images):
    images = images.astype("float32")
    return (images - images.mean()) / images.std()
