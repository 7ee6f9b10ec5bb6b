def build_classifier(shape, classes):
    inputs = keras.Input(shape=shape)
    x = inputs
    for filters in (24, 48, 48):
        x = keras.layers.SeparableConv2D(filters, 3, strides=2, padding="same")(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.Activation("gelu")(x)
    x = keras.layers.Flatten()(x)
    return keras.Model(inputs, keras.layers.Dense(classes, name="logits")(x), name="names")
