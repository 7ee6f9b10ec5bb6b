def build_augmentation():
    images = keras.Input((None, None, None))
    x = keras.layers.RandomRotation(15 / 360)(images)
    x = keras.layers.RandomBrightness(0.2, value_range=(0, 1))(x)
    x = keras.layers.RandomContrast(0.3, value_range=(0, 1))(x)
    return keras.Model(images, x)
