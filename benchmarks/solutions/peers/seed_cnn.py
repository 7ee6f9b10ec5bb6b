"""The convolutional classifier that the workshop grew from.

Stated are the layers: kernels 5x5 for 4 channels, 4x4 for 8 and 4x4 for 12, both with stride 2, a dense layer of 200.
They are those of M. Görner's "TensorFlow and deep learning, without a PhD" (2016), whose settings are taken here for
what is not stated: batches of 100, ReLU, 10,000 steps, Adam at 1e-4 + 0.0029 * exp(-step / 2000), all pictures.
"""

import keras
import numpy as np
from keras import layers, ops

TITLE = "the workshop's first"
BATCH_SIZE, EPOCHS, HELD_BACK = 100, 17, 0.0


def prepare(images, labels):
    return images[..., np.newaxis].astype("float32") / 255, labels


class Falling(keras.optimizers.schedules.LearningRateSchedule):
    def __call__(self, step):
        return 1e-4 + 2.9e-3 * ops.exp(-ops.cast(step, "float32") / 2000)


def make_classifier(seed):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for filters, kernel_size, strides in ((4, 5, 1), (8, 4, 2), (12, 4, 2)):
        model.add(layers.Conv2D(filters, kernel_size, strides=strides, padding="same", activation="relu"))
    model.add(layers.Flatten())
    model.add(layers.Dense(200, activation="relu"))
    model.add(layers.Dense(10))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(Falling()), loss=loss, metrics=["accuracy"])
    return model
