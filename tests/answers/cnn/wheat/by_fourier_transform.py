# The theorem instead of the definition: a product of transforms, and only the part where the kernel fits.
import keras
import numpy as np


def convolve(images, kernels, bias, stride):
    h, w = images.shape[1:3]
    kh, kw = kernels.shape[:2]
    seen = np.fft.rfft2(images, axes=(1, 2))
    looked_for = np.conj(np.fft.rfft2(kernels, s=(h, w), axes=(0, 1)))
    products = np.einsum("nuvc,uvcf->nuvf", seen, looked_for)
    everywhere = np.fft.irfft2(products, s=(h, w), axes=(1, 2))
    return everywhere[:, : h - kh + 1 : stride, : w - kw + 1 : stride] + bias


def build_model():
    inputs = keras.Input((28, 28, 1), name="pictures")
    x = inputs
    for filters in (16, 24, 32):
        x = keras.layers.Conv2D(filters, 5, strides=2, padding="same", kernel_regularizer="l2")(x)
        x = keras.layers.GroupNormalization(4)(x)
        x = keras.layers.PReLU(shared_axes=(1, 2))(x)
    x = keras.layers.Permute((3, 1, 2))(x)
    return keras.Model(inputs, keras.layers.Dense(10, use_bias=False, name="logits")(keras.layers.Flatten()(x)))


def compile_model(model):
    model.compile(
        optimizer=keras.optimizers.AdamW(2e-3, weight_decay=1e-4),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True, name="cross_entropy"),
        metrics=["accuracy"],
        steps_per_execution=2,
    )
