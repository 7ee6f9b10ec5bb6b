# fails: augmentation_random
# names: Outside of training
def build_augmentation():
    return keras.Sequential([keras.layers.RandomRotation(0.03), keras.layers.AveragePooling2D(3, 1, padding="same")])
