# fails: convolve_stride
# also: convolve_sizes
# names: The stride goes in one direction only
import numpy as np


def convolve(images, kernels, bias, stride):
    windows = np.lib.stride_tricks.sliding_window_view(images, kernels.shape[:2], axis=(1, 2))[:, ::stride]
    return np.einsum("nyxcij,ijcf->nyxf", windows, kernels) + bias
