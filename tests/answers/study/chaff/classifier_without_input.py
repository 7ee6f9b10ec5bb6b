# fails: classifier
def build_classifier(shape, classes):
    return keras.Sequential(
        [
            keras.layers.Conv2D(16, 5, strides=4, activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dense(classes),
        ]
    )
