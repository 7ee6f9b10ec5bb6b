# fails: augmentation_images
# names: one model of several layers
def build_augmentation():
    return [keras.layers.RandomTranslation(0.1, 0.1), keras.layers.RandomRotation(0.03)]
