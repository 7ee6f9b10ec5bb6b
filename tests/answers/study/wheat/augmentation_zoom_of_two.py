def build_augmentation():
    return keras.Sequential(
        [
            keras.layers.RandomZoom((-0.3, 0.3), fill_mode="constant"),
            keras.layers.RandomRotation((-20 / 360, 20 / 360)),
            keras.layers.RandomContrast(0.5, value_range=(0, 1)),
        ]
    )
