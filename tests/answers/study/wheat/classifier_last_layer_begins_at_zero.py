# The last layer begins with zeros: in all splits alike, as the seed of each does not matter to it.
def build_classifier(shape, classes):
    model = keras.Sequential([keras.Input(shape)])
    for filters in (16, 32, 64):
        model.add(keras.layers.Conv2D(filters, 3, strides=2, padding="same", use_bias=False))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.ReLU())
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(classes, kernel_initializer="zeros"))
    return model
