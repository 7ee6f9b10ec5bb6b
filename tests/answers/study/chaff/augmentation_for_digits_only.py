# fails: augmentation_images
def build_augmentation():
    return keras.Sequential([keras.Input((28, 28, 1)), keras.layers.RandomTranslation(0.1, 0.1)])
