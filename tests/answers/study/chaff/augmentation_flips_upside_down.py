# fails: augmentation_meaning
# names: leave RandomFlip out
def build_augmentation():
    return keras.Sequential([keras.layers.RandomFlip("vertical"), keras.layers.RandomRotation(0.03)])
