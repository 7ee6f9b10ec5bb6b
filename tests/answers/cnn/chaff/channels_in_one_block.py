# fails: convolve_sizes
# names: Each number is the sum
import numpy as np

BLOCK = 32


def convolve(images, kernels, bias, stride):
    images, kernels = images[..., :BLOCK], kernels[:, :, :BLOCK]
    windows = np.lib.stride_tricks.sliding_window_view(images, kernels.shape[:2], axis=(1, 2))
    return np.einsum("nyxcij,ijcf->nyxf", windows[:, ::stride, ::stride], kernels) + bias
