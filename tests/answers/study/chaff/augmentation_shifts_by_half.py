# fails: augmentation_meaning
def build_augmentation():
    return keras.Sequential([keras.layers.RandomTranslation(0.5, 0.5, fill_mode="constant")])
