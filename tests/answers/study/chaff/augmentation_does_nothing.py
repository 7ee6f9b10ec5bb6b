# fails: augmentation_random
# names: Nothing in it is random
def build_augmentation():
    return keras.Sequential([keras.layers.RandomTranslation(0, 0)])
