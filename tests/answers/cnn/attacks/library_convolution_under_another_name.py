# tries: to hide a library's convolution behind another name, and main from those who leave it out
# tells: conv
# honest: convolve_shape convolve_values convolve_stride convolve_sizes
from keras.ops import conv as product_of_windows


def convolve(images, kernels, bias, stride):
    return product_of_windows(images.astype("float32"), kernels.astype("float32"), stride).numpy() + bias
