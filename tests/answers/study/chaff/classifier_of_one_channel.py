# fails: classifier
# names: look at these pixels
def build_classifier(shape, classes):
    i = keras.Input(shape)
    x = keras.layers.Conv2D(8, 3, strides=4)(i[..., :1])
    return keras.Model(i, keras.layers.Dense(classes)(keras.layers.Flatten()(keras.layers.ReLU()(x))))
