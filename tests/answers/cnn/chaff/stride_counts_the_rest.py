# fails: convolve_stride
# also: convolve_sizes
# names: With padding "valid" a kernel stays inside the image
import numpy as np


def convolve(images, kernels, bias, stride):
    kh, kw = kernels.shape[:2]
    extra = [(0, 0), (0, (-(images.shape[1] - kh)) % stride), (0, (-(images.shape[2] - kw)) % stride), (0, 0)]
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(images, extra), (kh, kw), axis=(1, 2))
    return np.einsum("nyxcij,ijcf->nyxf", windows[:, ::stride, ::stride], kernels) + bias
