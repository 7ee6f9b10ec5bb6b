# fails: convolve_shape
# also: convolve_values convolve_stride convolve_sizes
# names: a kernel stays inside the image
import numpy as np


def convolve(images, kernels, bias, stride):
    kh, kw = kernels.shape[:2]
    padded = np.pad(images, [(0, 0), ((kh - 1) // 2, kh // 2), ((kw - 1) // 2, kw // 2), (0, 0)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, (kh, kw), axis=(1, 2))[:, ::stride, ::stride]
    return np.einsum("nyxcij,ijcf->nyxf", windows, kernels) + bias
