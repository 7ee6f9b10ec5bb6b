def build_augmentation():
    return keras.Sequential(
        [
            keras.Input((None, None, None)),
            keras.layers.RandomTranslation(0.08, 0.08, fill_mode="constant"),
            keras.layers.RandomZoom(0.15, fill_mode="constant"),
        ]
    )
