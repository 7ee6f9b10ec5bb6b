# tries: to call a library's convolution in a graph that was traced before anybody looked
# tells: tensorflow.Conv2D
# honest: convolve_shape convolve_values convolve_stride convolve_sizes
import tensorflow as tf

ANY = tf.TensorSpec([None] * 4, tf.float32)
product = tf.function(lambda images, kernels, stride: tf.nn.conv2d(images, kernels, stride, "VALID"))
graphs = {stride: product.get_concrete_function(ANY, ANY, stride) for stride in range(1, 12)}


def convolve(images, kernels, bias, stride):
    return graphs[stride](tf.cast(images, tf.float32), tf.cast(kernels, tf.float32)).numpy() + bias
