# fails: convolve_shape
# names: change the very array that was passed
import numpy as np


def convolve(images, kernels, bias, stride=1):
    height, width, channels, filters = kernels.shape
    windows = np.lib.stride_tricks.sliding_window_view(images, (height, width), axis=(1, 2))[:, ::stride, ::stride]
    windows = windows.transpose(0, 1, 2, 4, 5, 3)
    kernels.shape = (height * width * channels, filters)
    return windows.reshape(*windows.shape[:3], -1) @ kernels + bias
