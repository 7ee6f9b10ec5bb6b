# fails: convolve_values
# also: convolve_sizes
# names: What is below zero is cut off
def convolve(images, kernels, bias, stride):
    kh, kw = kernels.shape[:2]
    windows = np.lib.stride_tricks.sliding_window_view(images, (kh, kw), axis=(1, 2))[:, ::stride, ::stride]
    return np.maximum(np.einsum("nyxcij,ijcf->nyxf", windows, kernels) + bias, 0)
