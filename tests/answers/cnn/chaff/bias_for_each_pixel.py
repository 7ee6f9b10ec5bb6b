# fails: convolve_values
# also: convolve_sizes
# names: The bias is added once for each pixel of the kernel.
def convolve(images, kernels, bias, stride):
    kh, kw = kernels.shape[:2]
    oh, ow = (images.shape[1] - kh) // stride + 1, (images.shape[2] - kw) // stride + 1
    total = 0
    for y in range(kh):
        for x in range(kw):
            part = images[:, y : y + stride * (oh - 1) + 1 : stride, x : x + stride * (ow - 1) + 1 : stride]
            total = total + part @ kernels[y, x] + bias
    return total
