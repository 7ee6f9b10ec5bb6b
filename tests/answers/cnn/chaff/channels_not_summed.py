# fails: convolve_shape
# names: The channels still have an axis of their own
def convolve(images, kernels, bias, stride):
    kh, kw = kernels.shape[:2]
    windows = np.lib.stride_tricks.sliding_window_view(images, (kh, kw), axis=(1, 2))[:, ::stride, ::stride]
    return np.einsum("nyxcij,ijcf->nyxcf", windows, kernels) + bias
