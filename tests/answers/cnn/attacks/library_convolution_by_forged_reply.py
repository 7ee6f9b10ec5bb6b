# tries: to forge what the worker tells of the functions that were reached
# tells: what the file could hide
# honest: convolve_shape convolve_values convolve_stride convolve_sizes
import sys

import keras

sys.modules["__main__"].Worker.do_reached = lambda self, **fields: []


def convolve(images, kernels, bias, stride):
    function = getattr(keras.ops, "co" + "nv")
    return keras.ops.convert_to_numpy(function(images.astype("float32"), kernels.astype("float32"), stride)) + bias
