def build_classifier(shape, classes):
    images = keras.Input(shape)
    x = keras.layers.Rescaling(2.0, offset=-1.0)(images)
    for filters in (16, 32, 64):
        x = keras.layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
        x = keras.layers.MaxPooling2D()(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(images, keras.layers.Dense(classes)(x))
