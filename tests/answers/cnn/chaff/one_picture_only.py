# fails: convolve_shape
# names: all images of the batch are convolved
import numpy as np


def convolve(images, kernels, bias, stride):
    windows = np.lib.stride_tricks.sliding_window_view(images[0], kernels.shape[:2], axis=(0, 1))[::stride, ::stride]
    return np.einsum("yxcij,ijcf->yxf", windows, kernels) + bias
