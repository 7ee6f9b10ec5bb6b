# fails: convolve_values
# also: convolve_sizes
# names: the mean over the pixels under the kernel
import numpy as np


def convolve(images, kernels, bias, stride):
    n, h, w, c = images.shape
    kh, kw, _, f = kernels.shape
    oh, ow = (h - kh) // stride + 1, (w - kw) // stride + 1
    out = np.zeros((n, oh, ow, f))
    for y in range(oh):
        for x in range(ow):
            window = images[:, y * stride : y * stride + kh, x * stride : x * stride + kw]
            out[:, y, x] = np.tensordot(window, kernels, 3) / (kh * kw * c) + bias
    return out
