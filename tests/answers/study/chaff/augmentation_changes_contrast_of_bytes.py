# fails: augmentation_images
# names: value_range=(0, 1)
def build_augmentation():
    return keras.Sequential([keras.layers.RandomContrast(0.3, value_range=(0, 255))])
