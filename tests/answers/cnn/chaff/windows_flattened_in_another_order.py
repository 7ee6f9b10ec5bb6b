# fails: convolve_values
# also: convolve_sizes
# names: Windows and kernels are flattened in different orders
def convolve(images, kernels, bias, stride):
    kh, kw, _, f = kernels.shape
    windows = np.lib.stride_tricks.sliding_window_view(images, (kh, kw), axis=(1, 2))[:, ::stride, ::stride]
    return windows.reshape(*windows.shape[:3], -1) @ kernels.reshape(-1, f) + bias
