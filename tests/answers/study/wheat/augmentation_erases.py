def build_augmentation():
    return keras.Sequential([keras.layers.RandomErasing(value_range=(0, 1)), keras.layers.RandomRotation(0.02)])
