# fails: augmentation_meaning
# names: leave RandomFlip out
def build_augmentation():
    return keras.Sequential([keras.layers.RandomFlip("horizontal"), keras.layers.RandomTranslation(0.1, 0.1)])
