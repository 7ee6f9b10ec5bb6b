# fails: augmentation_images
def build_augmentation():
    return keras.Sequential([keras.layers.RandomTranslation(2, 2)])
