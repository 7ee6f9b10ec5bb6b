# fails: augmentation_images
# names: in the range
def build_augmentation():
    return keras.Sequential([keras.layers.RandomRotation(15)])
