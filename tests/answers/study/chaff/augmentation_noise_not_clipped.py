# fails: augmentation_images
# names: and noise must be clipped
def build_augmentation():
    return keras.Sequential([keras.layers.RandomRotation(0.03), keras.layers.GaussianNoise(0.1)])
