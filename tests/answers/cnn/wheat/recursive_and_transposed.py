# Channels first inside, products by einsum of slices, the sum by recursion.
import keras
from keras import ops


def add_up(terms):
    if len(terms) == 1:
        return terms[0]
    middle = len(terms) // 2
    return add_up(terms[:middle]) + add_up(terms[middle:])


def convolve(images, kernels, bias, stride):
    images = ops.transpose(images, (0, 3, 1, 2))
    kh, kw = kernels.shape[0], kernels.shape[1]
    bottom, right = images.shape[2] - kh + 1, images.shape[3] - kw + 1
    terms = [
        ops.einsum("ncyx,cf->nyxf", images[:, :, dy : dy + bottom : stride, dx : dx + right : stride], kernels[dy, dx])
        for dy in range(kh)
        for dx in range(kw)
    ]
    return ops.add(add_up(terms), ops.reshape(bias, (1, 1, 1, -1)))


def stage(filters):
    return keras.Sequential(
        [
            keras.layers.Conv2D(filters, 3, strides=2, padding="same", activation="leaky_relu"),
            keras.layers.Dropout(0.1),
        ]
    )


def build_model():
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            keras.layers.GaussianNoise(0.05),
            stage(16),
            stage(32),
            keras.layers.Conv2D(32, (3, 3), padding="same", activation="leaky_relu"),
            keras.layers.Conv2D(10, 7),
            keras.layers.Flatten(),
        ]
    )


def compile_model(model):
    model.compile(
        optimizer=keras.optimizers.Adamax(5e-3),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        run_eagerly=False,
    )
