def build_augmentation():
    return keras.Sequential(
        [
            keras.layers.RandomShear(0.1, 0.1),
            keras.layers.GaussianNoise(0.05),
            keras.layers.ReLU(max_value=1.0),
        ]
    )
