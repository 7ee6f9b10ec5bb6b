# fails: convolve_shape
# also: convolve_values convolve_stride convolve_sizes
# names: a kernel stays inside the image
import numpy as np


def convolve(images, kernels, bias, stride):
    n, h, w, c = images.shape
    kh, kw, _, f = kernels.shape
    oh, ow = (h - kh) // stride, (w - kw) // stride
    out = np.zeros((n, oh, ow, f))
    for y in range(oh):
        for x in range(ow):
            window = images[:, y * stride : y * stride + kh, x * stride : x * stride + kw]
            out[:, y, x] = np.tensordot(window, kernels, 3) + bias
    return out
