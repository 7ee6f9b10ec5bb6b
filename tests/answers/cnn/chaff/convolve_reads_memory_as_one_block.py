# fails: convolve_values
# also: convolve_sizes
# names: Each number is the sum
import numpy as np


def convolve(images, kernels, bias, stride=1):
    count, height, width, channels = images.shape
    rows, columns, _, _ = kernels.shape
    pixel = channels * images.itemsize
    line = width * pixel
    shape = (count, (height - rows) // stride + 1, (width - columns) // stride + 1, rows, columns, channels)
    steps = (height * line, line * stride, pixel * stride, line, pixel, images.itemsize)
    windows = np.lib.stride_tricks.as_strided(images, shape, steps)
    return np.tensordot(windows, kernels, 3) + bias
