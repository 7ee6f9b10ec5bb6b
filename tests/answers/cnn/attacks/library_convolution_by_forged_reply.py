# tries: to forge what the worker tells of the functions that were reached
# tells: what the file could hide
# honest: convolve_shape convolve_values convolve_stride convolve_sizes
import sys

import keras

sys.modules["checker.worker.watching"].Watch.reached = lambda self: []


def convolve(images, kernels, bias, stride):
    function = getattr(keras.ops, "co" + "nv")
    return keras.ops.convert_to_numpy(function(images.astype("float32"), kernels.astype("float32"), stride)) + bias
