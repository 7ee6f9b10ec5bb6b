# fails: augmentation_images
def build_augmentation():
    return keras.Sequential([keras.layers.RandomCrop(24, 24)])
