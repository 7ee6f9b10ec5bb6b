# fails: values
# names: Is 0 now 255
def invert(images):
    return images
