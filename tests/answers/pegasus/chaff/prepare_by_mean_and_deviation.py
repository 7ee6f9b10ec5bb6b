# fails: prepare
# names: Mean and deviation
def prepare(images):
    images = images.astype("float32")
    return (images - images.mean()) / images.std()
