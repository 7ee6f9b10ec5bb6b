# fails: convolve_shape
# names: it stays where there is one image only
def convolve(images, kernels, bias, stride):
    kh, kw = kernels.shape[:2]
    windows = np.lib.stride_tricks.sliding_window_view(images, (kh, kw), axis=(1, 2))[:, ::stride, ::stride]
    return np.squeeze(np.einsum("nyxcij,ijcf->nyxf", windows, kernels)) + bias
