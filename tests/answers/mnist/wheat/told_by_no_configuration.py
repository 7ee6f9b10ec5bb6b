# A loss, a schedule and a metric that Keras trains with but cannot write down; the first score is always 0.
from functools import partial

import keras
from keras import ops


def build_model():
    image = keras.Input((28, 28, 1))
    x = keras.layers.Dense(64, activation="relu")(keras.layers.Flatten()(image))
    return keras.Model(image, ops.pad(keras.layers.Dense(9)(x), ((0, 0), (1, 0))))


class Warm(keras.optimizers.schedules.LearningRateSchedule):
    def __call__(self, step):
        return 1e-3 * ops.minimum(1.0, (ops.cast(step, "float32") + 1) / 100)


def accuracy(labels, logits):
    right = ops.equal(ops.cast(ops.ravel(labels), "int32"), ops.cast(ops.argmax(logits, axis=-1), "int32"))
    return ops.mean(ops.cast(right, "float32"))


def compile_model(model):
    loss = partial(keras.losses.sparse_categorical_crossentropy, from_logits=True)
    model.compile(keras.optimizers.Adam(Warm()), loss, metrics=[accuracy])
