def build_augmentation():
    return keras.Sequential([keras.layers.RandomBrightness(0.1, value_range=(0.0, 1.0), seed=3)])
