# fails: classifier
# names: the shape of one image
def build_classifier(shape, classes):
    side, channels = shape[0], shape[2]
    x = image = keras.Input((side, side, channels))
    for f in (16, 32, 64):
        x = keras.layers.Conv2D(f, 3, strides=2, padding="same", activation="relu")(x)
    return keras.Model(image, keras.layers.Dense(classes)(keras.layers.Flatten()(x)))
