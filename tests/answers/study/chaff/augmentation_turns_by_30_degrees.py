# fails: augmentation_meaning
# names: at most 20 degrees
def build_augmentation():
    return keras.Sequential([keras.layers.RandomRotation(30 / 360)])
