# fails: classifier_fresh
# names: trainable=False
def build_classifier(shape, classes):
    m = keras.Sequential(
        [
            keras.Input(shape),
            keras.layers.Conv2D(8, 3, strides=4),
            keras.layers.ReLU(),
            keras.layers.Flatten(),
            keras.layers.Dense(classes),
        ]
    )
    m.layers[0].trainable = False
    return m
