# A convolution is a matrix with many zeros: built once, applied to all pictures.
import keras
import numpy as np


def matrix(h, w, kernels, stride):
    kh, kw, c, f = kernels.shape
    oh, ow = (h - kh) // stride + 1, (w - kw) // stride + 1
    result = np.zeros((oh, ow, f, h, w, c), dtype=kernels.dtype)
    for y in range(oh):
        for x in range(ow):
            top, left = y * stride, x * stride
            result[y, x, :, top : top + kh, left : left + kw] = np.moveaxis(kernels, -1, 0)
    return result.reshape(oh * ow * f, h * w * c), (oh, ow, f)


def convolve(images, kernels, bias, stride):
    linear, shape = matrix(images.shape[1], images.shape[2], np.asarray(kernels), stride)
    return (np.asarray(images).reshape(len(images), -1) @ linear.T).reshape(-1, *shape) + bias


def build_model():
    left = keras.Input((28, 28, 1))
    fine = keras.layers.Conv2D(12, 3, strides=2, padding="same", activation="relu")(left)
    coarse = keras.layers.Conv2D(12, 7, strides=2, padding="same", activation="relu")(left)
    both = keras.layers.Concatenate()([fine, coarse])
    both = keras.layers.BatchNormalization()(both)
    x = keras.layers.Conv2D(32, 3, strides=(2, 2), padding="same", activation="relu")(both)
    x = keras.layers.Conv2D(16, 1, activation="relu")(x)
    x = keras.layers.Flatten()(x)
    return keras.Model(left, keras.layers.Dense(10)(x))


def compile_model(model):
    schedule = keras.optimizers.schedules.ExponentialDecay(2e-3, 1000, 0.9)
    optimizer = keras.optimizers.Adam(schedule, clipnorm=1.0)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="sum_over_batch_size")
    model.compile(optimizer=optimizer, loss=loss, weighted_metrics=None, metrics=["accuracy"], jit_compile=False)
