# fails: classifier
# names: or noise stands behind the last layer
def build_classifier(shape, classes):
    return keras.Sequential(
        [
            keras.Input(shape),
            keras.layers.Conv2D(8, 3, strides=4),
            keras.layers.ReLU(),
            keras.layers.Flatten(),
            keras.layers.Dense(classes),
            keras.layers.Dropout(0.3),
        ]
    )
