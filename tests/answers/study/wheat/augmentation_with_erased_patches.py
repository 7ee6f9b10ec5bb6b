def build_augmentation():
    return keras.Sequential(
        [
            keras.layers.RandomTranslation(2 / 28, 2 / 28, fill_mode="constant"),
            keras.layers.RandomErasing(0.5, scale=(0.02, 0.05), value_range=(0, 1)),
        ]
    )
