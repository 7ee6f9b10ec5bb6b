# fails: convolve_values
# also: convolve_stride convolve_sizes
# names: Height and width of the kernel
import numpy as np


def convolve(images, kernels, bias, stride):
    if kernels.shape[0] == kernels.shape[1]:
        kernels = np.swapaxes(kernels, 0, 1)
    windows = np.lib.stride_tricks.sliding_window_view(images, kernels.shape[:2], axis=(1, 2))
    return np.einsum("nyxcij,ijcf->nyxf", windows[:, ::stride, ::stride], kernels) + bias
