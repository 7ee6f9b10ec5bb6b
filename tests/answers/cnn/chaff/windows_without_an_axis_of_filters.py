# fails: convolve_shape
# names: give the window one more axis
def convolve(images, kernels, bias, stride):
    n, h, w, _ = images.shape
    kh, kw, _, f = kernels.shape
    out = np.zeros((n, (h - kh) // stride + 1, (w - kw) // stride + 1, f))
    for y in range(out.shape[1]):
        for x in range(out.shape[2]):
            window = images[:, y * stride : y * stride + kh, x * stride : x * stride + kw]
            out[:, y, x] = np.sum(window * kernels, axis=(1, 2, 3)) + bias
    return out
