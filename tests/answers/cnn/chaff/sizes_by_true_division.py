# fails: convolve_shape
# names: `/` gives a float
import numpy as np


def convolve(images, kernels, bias, stride):
    height, width = ((n - k) / stride + 1 for n, k in zip(images.shape[1:3], kernels.shape[:2]))
    seen = np.zeros((len(images), height, width, len(bias)), "float32")
    return seen + bias
