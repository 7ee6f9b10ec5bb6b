# fails: augmentation_meaning
# names: counts in whole turns
def build_augmentation():
    return keras.Sequential([keras.layers.RandomRotation(0.2), keras.layers.RandomTranslation(0.1, 0.1)])
