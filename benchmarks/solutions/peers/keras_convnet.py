"""The classifier of the Keras example "Simple MNIST convnet".

https://keras.io/examples/vision/mnist_convnet/: 34,826 parameters, 15 epochs in batches of 128, Adam at its default of
1e-3, a tenth of the training pictures held back.
"""

import keras
import numpy as np
from keras import layers

TITLE = "Keras's Simple MNIST convnet"
AHEAD = 4
BATCH_SIZE, EPOCHS, HELD_BACK = 128, 15, 0.1


def prepare(images, labels):
    return images[..., np.newaxis].astype("float32") / 255, keras.utils.to_categorical(labels, 10)


def make_classifier(seed):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for filters in (32, 64):
        model.add(layers.Conv2D(filters, 3, activation="relu"))
        model.add(layers.MaxPooling2D())
    model.add(layers.Flatten())
    model.add(layers.Dropout(0.5))
    model.add(layers.Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    return model
