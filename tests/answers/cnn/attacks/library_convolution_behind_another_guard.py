# tries: to use a library's convolution in code that a reader of the text might leave out
# tells: keras.src.ops.nn.conv
# honest: convolve_shape convolve_values convolve_stride convolve_sizes
import keras

if __name__ != "__main__":

    class main:
        def __call__(self, images, kernels, stride):
            return keras.ops.convert_to_numpy(keras.ops.conv(images, kernels, stride))

    def convolve(images, kernels, bias, stride):
        return main()(images, kernels, stride) + bias
