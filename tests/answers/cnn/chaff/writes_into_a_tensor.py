# fails: convolve_shape
# names: No part of a tensor can be set
def convolve(images, kernels, bias, stride):
    n, h, w, _ = images.shape
    kh, kw, _, f = kernels.shape
    out = keras.ops.zeros((n, (h - kh) // stride + 1, (w - kw) // stride + 1, f))
    for y in range(out.shape[1]):
        for x in range(out.shape[2]):
            window = images[:, y * stride : y * stride + kh, x * stride : x * stride + kw]
            out[:, y, x] = keras.ops.tensordot(window, kernels, 3) + bias
    return out
