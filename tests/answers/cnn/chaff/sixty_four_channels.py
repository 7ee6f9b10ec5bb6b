# fails: convolve_sizes
def convolve(images, kernels, bias, stride):
    kh, kw, channels, filters = kernels.shape
    oh, ow = (images.shape[1] - kh) // stride + 1, (images.shape[2] - kw) // stride + 1
    total = np.zeros((len(images), oh, ow, filters)) + bias
    for channel in range(min(channels, 64)):
        for y in range(kh):
            for x in range(kw):
                part = images[:, y : y + stride * (oh - 1) + 1 : stride, x : x + stride * (ow - 1) + 1 : stride]
                total += part[..., channel, np.newaxis] * kernels[y, x, channel]
    return total
