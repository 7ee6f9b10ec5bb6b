# fails: augmentation_meaning
# names: RandomFlip
def build_augmentation():
    return keras.Sequential([keras.layers.RandomFlip()])
