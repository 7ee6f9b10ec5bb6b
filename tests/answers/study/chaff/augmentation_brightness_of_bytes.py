# fails: augmentation_images
# names: value_range=(0, 1)
def build_augmentation():
    return keras.Sequential([keras.layers.RandomBrightness(0.2)])
