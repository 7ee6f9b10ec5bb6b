# Names and words that libraries have, too; things imported and left; a helper that reads a file, and that nobody calls.
import gc
import inspect
import sys

import numpy as np

sys.setrecursionlimit(2000)


class Conv2D:
    """Convolves as np.convolve, keras.ops.conv or conv2d would."""

    def __init__(self, kernels, bias):
        self.conv, self.bias = kernels, bias

    def conv_single_step(self, window):
        return np.tensordot(window, self.conv, 3) + self.bias

    def convolve(self, images, stride):
        kh, kw = self.conv.shape[:2]
        rows, columns = (range(0, n - k + 1, stride) for n, k in zip(images.shape[1:3], (kh, kw), strict=True))
        seen = [[self.conv_single_step(images[:, y : y + kh, x : x + kw]) for x in columns] for y in rows]
        return np.array(seen).transpose(2, 0, 1, 3)


def kernels_of(path):
    with open(path, "rb") as file:
        return np.load(file)


def convolve(images, kernels, bias, stride):
    print("convolve", images.shape)
    correlate = Conv2D(kernels, bias)
    seen = correlate.convolve(images, stride)
    gc.collect()
    return seen


def look(function):
    breakpoint()
    print(inspect.getsource(function))
