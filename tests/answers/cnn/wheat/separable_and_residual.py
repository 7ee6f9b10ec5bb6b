# Depthwise separable blocks before activation, a skip path whose branch begins at zero, and scores by einsum.
import keras
from keras import layers


def build_model():
    inputs = keras.Input((28, 28, 1))
    x = layers.Conv2D(16, 3, strides=2)(inputs)
    for filters in (24, 24):
        y = layers.DepthwiseConv2D(3, padding="same")(keras.activations.relu(layers.BatchNormalization()(x)))
        y = layers.Conv2D(filters, 1, strides=2, use_bias=False)(y)
        y = layers.BatchNormalization(gamma_initializer="zeros")(y)
        x = layers.add([y, layers.Conv2D(filters, 1, strides=2)(x)])
    x = layers.Reshape((16, 24))(layers.ReLU()(x))
    return keras.Model(inputs, layers.EinsumDense("abc,bcd->ad", 10, bias_axes="d")(x))
