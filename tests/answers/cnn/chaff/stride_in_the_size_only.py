# fails: convolve_stride
# also: convolve_sizes
# names: The stride is in the size only
def convolve(images, kernels, bias, stride):
    n, h, w, _ = images.shape
    kh, kw, _, f = kernels.shape
    out = np.zeros((n, (h - kh) // stride + 1, (w - kw) // stride + 1, f))
    for y in range(out.shape[1]):
        for x in range(out.shape[2]):
            out[:, y, x] = np.tensordot(images[:, y : y + kh, x : x + kw], kernels, 3) + bias
    return out
