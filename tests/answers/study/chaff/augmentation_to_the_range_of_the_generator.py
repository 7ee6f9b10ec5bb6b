# fails: augmentation_images
# names: from 0 to 1
def build_augmentation():
    return keras.Sequential([keras.layers.RandomTranslation(0.1, 0.1), keras.layers.Rescaling(2.0, offset=-1.0)])
