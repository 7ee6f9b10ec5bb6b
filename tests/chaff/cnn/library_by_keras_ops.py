# fails: convolve_own
import keras


def convolve(images, kernels, bias, stride):
    return keras.ops.conv(images, kernels, strides=stride, padding="valid") + bias
