# fails: augmentation_meaning
# also: augmentation_random
def build_augmentation():
    return keras.Sequential([keras.layers.RandomTranslation(2, 2)])
