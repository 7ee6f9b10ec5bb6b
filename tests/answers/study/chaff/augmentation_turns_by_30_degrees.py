# fails: augmentation_meaning
# names: counts in whole turns
def build_augmentation():
    return keras.Sequential([keras.layers.RandomRotation(30 / 360)])
