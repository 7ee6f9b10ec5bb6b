def invert(images):
    return ~images
