# fails: augmentation_images
# names: end with `return`
def build_augmentation():
    keras.Sequential([keras.layers.RandomTranslation(0.1, 0.1), keras.layers.RandomRotation(0.03)])
