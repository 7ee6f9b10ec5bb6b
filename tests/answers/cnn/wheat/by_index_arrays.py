import keras
import numpy as np


def convolve(images, kernels, bias, stride):
    images, kernels, bias = (np.asarray(array, dtype="float64") for array in (images, kernels, bias))
    kh, kw, channels, filters = kernels.shape
    rows = np.arange(0, images.shape[1] - kh + 1, stride)[:, None] + np.arange(kh)
    columns = np.arange(0, images.shape[2] - kw + 1, stride)[:, None] + np.arange(kw)
    patches = images[:, rows[:, None, :, None], columns[None, :, None, :]]  # (n, oh, ow, kh, kw, c)
    flat = patches.reshape(*patches.shape[:3], kh * kw * channels)
    return (flat @ kernels.reshape(-1, filters) + bias).astype("float32")


def build_model():
    layers = [keras.layers.InputLayer(shape=(28, 28, 1)), keras.layers.ZeroPadding2D(2)]
    for filters, strides in ((12, 2), (24, 1), (24, 2), (36, 2)):
        layers += [
            keras.layers.Conv2D(filters, 3, strides=strides, use_bias=False),
            keras.layers.LayerNormalization(),
            keras.layers.Activation(keras.activations.silu),
        ]
    return keras.Sequential([*layers, keras.layers.Flatten(), keras.layers.Dense(10)])


def compile_model(model):
    model.compile("rmsprop", keras.losses.SparseCategoricalCrossentropy(True), metrics=["accuracy"])
    return model
