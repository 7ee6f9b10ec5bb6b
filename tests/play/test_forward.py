"""What pages compute in JavaScript is what Keras computes, layer by layer."""

import numpy as np
import pytest

from tests.play.conftest import a_generator
from tests.support.networks import computing, given, moved
from workshop.play.exported import exported
from workshop.runs import RunError

# Small networks are trained once, and one browser opened, in one process.
pytestmark = pytest.mark.xdist_group("play")

TOLERANCE = 1e-4


def sequential(shape, *layers):
    """A function that makes a Sequential network; a layer is its name in `keras.layers`, or that with its settings."""

    def make():
        import keras

        model = keras.Sequential([keras.Input(shape)])
        for layer in layers:
            name, *settings = layer if isinstance(layer, tuple) else (layer,)
            values = dict(settings[0]) if settings else {}
            model.add(getattr(keras.layers, name)(**values))
        return model

    return make


IMAGE, CODE = (9, 8, 3), (7,)
SAME = {"padding": "same"}
ONE_LAYER = {
    "dense": sequential(CODE, ("Dense", {"units": 5})),
    "dense on the last axis": sequential(IMAGE, ("Dense", {"units": 4, "activation": "relu"})),
    "convolution, valid": sequential(IMAGE, ("Conv2D", {"filters": 5, "kernel_size": 3})),
    "convolution, same, strides": sequential(IMAGE, ("Conv2D", {"filters": 5, "kernel_size": 4, "strides": 2} | SAME)),
    "convolution, strides of two kinds": sequential(IMAGE, ("Conv2D", {"filters": 2, "kernel_size": (3, 2), "strides": (2, 3)})),
    "convolution, dilated": sequential(IMAGE, ("Conv2D", {"filters": 2, "kernel_size": 3, "dilation_rate": 2} | SAME)),
    "transposed, same": sequential(IMAGE, ("Conv2DTranspose", {"filters": 4, "kernel_size": 4, "strides": 2} | SAME)),
    "transposed, same, odd": sequential(IMAGE, ("Conv2DTranspose", {"filters": 4, "kernel_size": 3, "strides": 2} | SAME)),
    "transposed, same, small kernel": sequential(IMAGE, ("Conv2DTranspose", {"filters": 2, "kernel_size": 2, "strides": 3} | SAME)),
    "transposed, valid": sequential(IMAGE, ("Conv2DTranspose", {"filters": 4, "kernel_size": 5, "strides": 2})),
    "transposed, one place": sequential((1, 1, 6), ("Conv2DTranspose", {"filters": 4, "kernel_size": 7})),
    "depthwise": sequential(IMAGE, ("DepthwiseConv2D", {"kernel_size": 3, "depth_multiplier": 2, "strides": 2} | SAME)),
    "separable": sequential(IMAGE, ("SeparableConv2D", {"filters": 4, "kernel_size": 3, "activation": "tanh"})),
    "batch normalization": sequential(IMAGE, "BatchNormalization"),
    "batch normalization of codes": sequential(CODE, ("BatchNormalization", {"scale": False})),
    "batch normalization along another axis": sequential(IMAGE, ("BatchNormalization", {"axis": 1})),
    "layer normalization": sequential(IMAGE, "LayerNormalization"),
    "layer normalization of whole images": sequential(IMAGE, ("LayerNormalization", {"axis": (1, 2, 3)})),
    "layer normalization of rows": sequential(IMAGE, ("LayerNormalization", {"axis": 1, "scale": False})),
    "group normalization": sequential((9, 8, 6), ("GroupNormalization", {"groups": 3})),
    "group normalization, each channel": sequential(IMAGE, ("GroupNormalization", {"groups": -1, "center": False})),
    "group normalization of codes": sequential((8,), ("GroupNormalization", {"groups": 2})),
    "average pooling": sequential(IMAGE, ("AveragePooling2D", {"pool_size": 2} | SAME)),
    "average pooling, valid": sequential(IMAGE, ("AveragePooling2D", {"pool_size": 3, "strides": 2})),
    "maximum pooling": sequential(IMAGE, ("MaxPooling2D", {"pool_size": 3, "strides": 2} | SAME)),
    "global pooling": sequential(IMAGE, "GlobalAveragePooling2D"),
    "global maximum": sequential(IMAGE, ("GlobalMaxPooling2D", {"keepdims": True})),
    "upsampling": sequential(IMAGE, ("UpSampling2D", {"size": (2, 3)})),
    "upsampling, bilinear": sequential(IMAGE, ("UpSampling2D", {"size": 2, "interpolation": "bilinear"})),
    "resized": sequential(IMAGE, ("Resizing", {"height": 13, "width": 5})),
    "resized to the nearest": sequential(IMAGE, ("Resizing", {"height": 20, "width": 7, "interpolation": "nearest"})),
    "flattened, channels first": sequential(IMAGE, ("Flatten", {"data_format": "channels_first"}), ("Dense", {"units": 3})),
    "by letters": sequential((16, 6), ("EinsumDense", {"equation": "abc,bcd->ad", "output_shape": 5, "bias_axes": "d"})),
    "by letters and dots": sequential(IMAGE, ("EinsumDense", {"equation": "...x,xy->...y", "output_shape": (9, 8, 4), "activation": "relu"})),
    "repeated": sequential(CODE, ("RepeatVector", {"n": 3})),
    "rescaled by channel": sequential(IMAGE, ("Rescaling", {"scale": [0.5, 1.0, 2.0], "offset": [0.0, 1.0, -1.0]})),
    "shares along an axis": sequential(IMAGE, ("Softmax", {"axis": 1})),
    "padding and cropping": sequential(IMAGE, ("ZeroPadding2D", {"padding": ((1, 2), (0, 3))}), ("Cropping2D", {"cropping": 1})),
    "flattened": sequential(IMAGE, "Flatten", ("Dense", {"units": 3})),
    "reshaped": sequential((24,), ("Reshape", {"target_shape": (2, -1, 3)}), ("Conv2D", {"filters": 2, "kernel_size": 2})),
    "permuted": sequential(IMAGE, ("Permute", {"dims": (2, 3, 1)})),
    "what does nothing": sequential(CODE, ("Dropout", {"rate": 0.5}), ("GaussianNoise", {"stddev": 1.0}), ("Dense", {"units": 2})),
    "rescaled": sequential(IMAGE, ("Rescaling", {"scale": 0.5, "offset": -1.0})),
    "leaky": sequential(CODE, ("LeakyReLU", {"negative_slope": 0.2})),
    "bounded": sequential(CODE, ("ReLU", {"max_value": 0.5, "negative_slope": 0.1, "threshold": 0.1})),
    "slopes that were learned": sequential(CODE, ("PReLU", {"alpha_initializer": "random_normal"})),
    "exponential": sequential(CODE, ("ELU", {"alpha": 0.7})),
    "shares": sequential(CODE, "Softmax"),
}  # fmt: skip
ACTIVATIONS = (
    "relu", "tanh", "sigmoid", "elu", "selu", "softplus", "silu", "gelu", "softsign", "exponential", "hard_sigmoid",
    "leaky_relu", "relu6", "softmax", "log_softmax",
)  # fmt: skip


def functional(do):
    """A function that makes a network of `do`: from images, and `keras.ops`, to an output."""

    def make():
        import keras

        x = keras.Input(IMAGE)
        return keras.Model(x, do(x, keras.ops))

    return make


OPERATIONS = {
    "sub-pixels": lambda x, ops: ops.nn.depth_to_space(ops.concatenate([x, x, x, 2 * x], axis=-1), 2),
    "sub-pixels by hand": lambda x, ops: ops.reshape(
        ops.transpose(ops.reshape(ops.concatenate([x, x, x, 2 * x], axis=-1), (-1, 9, 8, 2, 2, 3)), (0, 1, 3, 2, 4, 5)),
        (-1, 18, 16, 3),
    ),
    "space to depth": lambda x, ops: ops.nn.space_to_depth(x[:, :8], 2),
    "padded": lambda x, ops: ops.pad(x, ((0, 0), (1, 2), (0, 3), (0, 0))),
    "padded with a number": lambda x, ops: ops.pad(x, ((0, 0), (1, 2), (0, 3), (0, 0)), constant_values=-1),
    "padded by a mirror": lambda x, ops: ops.pad(x, ((0, 0), (1, 1), (2, 1), (0, 0)), mode="reflect"),
    "padded by a mirror behind": lambda x, ops: ops.pad(x, ((0, 0), (1, 1), (2, 1), (0, 0)), mode="symmetric"),
    "resized": lambda x, ops: ops.image.resize(x, (12, 20), interpolation="nearest"),
    "resized smoothly": lambda x, ops: ops.image.resize(x, (18, 5)),
    "parts": lambda x, ops: x[:, 1:7:2, ::-1] + x[:, None, 0, :, :] * x[:, 3:6, ..., -1:],
    "split and stacked": lambda x, ops: ops.stack(ops.split(x, 2, axis=2), axis=1),
    "flipped and tiled": lambda x, ops: ops.tile(ops.flip(x, axis=2), (1, 2, 1, 3)),
    "axes swapped and moved": lambda x, ops: ops.moveaxis(ops.swapaxes(x, 1, 2), -1, 1),
    "masked": lambda x, ops: ops.where(x > 0, x, 0.2 * x) + ops.cast(ops.abs(x) <= 0.5, "float32"),
    "whole numbers": lambda x, ops: ops.cast(ops.cast(3 * x, "int32"), "float32"),
    "cut off": lambda x, ops: ops.clip(x, -0.5, 1.0) + ops.ones_like(x) - ops.zeros_like(x),
    "pixels normalized": lambda x, ops: x / ops.sqrt(ops.mean(x**2, axis=-1, keepdims=True) + 1e-6),
    "standardized by hand": lambda x, ops: (x - ops.mean(x, axis=(1, 2), keepdims=True)) * ops.rsqrt(ops.var(x, axis=(1, 2), keepdims=True) + 1e-3) + ops.std(x, axis=1, keepdims=True),
    "products": lambda x, ops: ops.matmul(ops.reshape(x, (-1, 72, 3)), np.linspace(0, 1, 12, dtype="float32").reshape(3, 4)),
    "products of two": lambda x, ops: ops.matmul(x[:, :, :, 0], ops.swapaxes(x[:, :, :, 1], 1, 2)),
    "letters": lambda x, ops: ops.einsum("bhwc,bhwd->bcd", x, x),
    "largest and smallest": lambda x, ops: ops.max(x, axis=(1, 2)) - ops.min(x, axis=[1, 2]),
    "pooled": lambda x, ops: ops.max_pool(x, 2) - ops.average_pool(x, 2, padding="valid"),
    "gelu by tanh": lambda x, ops: ops.gelu(x) - ops.gelu(x, approximate=False),
    "shares along an axis": lambda x, ops: ops.softmax(x, axis=1) + ops.log_softmax(x, axis=2),
    "stripes": lambda x, ops: ops.reshape(ops.repeat(x, 4), (-1, 18, 16, 3)),
    "constant arrays": lambda x, ops: x * np.array([1.0, 2.0, 3.0], "float32") + np.ones((1, 9, 1, 1), "float32"),
}  # fmt: skip
OF_LABELS = {
    "encoded as one": lambda x, keras: keras.layers.CategoryEncoding(10, "one_hot")(x),
    "compared": lambda x, keras: keras.ops.cast(keras.ops.equal(keras.ops.expand_dims(x, 1), np.arange(10)), "float32"),
    "rows of a table": lambda x, keras: keras.ops.take(np.random.default_rng(0).normal(size=(10, 3)).astype("float32"), x, axis=0),
    "scores picked": lambda x, keras: keras.ops.take_along_axis(keras.layers.Dense(10)(keras.ops.one_hot(x, 10)), keras.ops.expand_dims(x, 1), axis=1),
    "products along an axis": lambda x, keras: keras.layers.Dot(axes=1)([keras.layers.Embedding(10, 4)(x), keras.layers.Embedding(10, 4)(x)]),
}  # fmt: skip


def activated_with_a_slope():
    import keras

    x = keras.Input(CODE)
    y = keras.activations.relu(x, negative_slope=0.1)
    return keras.Model(x, keras.activations.relu(y, max_value=0.5, threshold=0.1))


def of_labels(do):
    def make():
        import keras

        label = keras.Input((), dtype="int32")
        return keras.Model(label, do(label, keras))

    return make


def several_labels():
    import keras

    labels = keras.Input((3,), dtype="int32")
    found = [keras.layers.CategoryEncoding(10, mode)(labels) for mode in ("multi_hot", "count")]
    return keras.Model(labels, keras.layers.Concatenate()(found))


def normalized_spectrally():
    import keras

    layer = keras.layers.SpectralNormalization(keras.layers.Conv2D(4, 3, padding="same"))
    model = keras.Sequential([keras.Input(IMAGE), layer, keras.layers.LeakyReLU(0.2)])
    model(np.ones((1, *IMAGE), "float32"), training=True)  # this changes the kernel
    return model


def of_operations():
    import keras
    from keras import ops

    x = keras.Input(IMAGE)
    y = ops.maximum(x, 0.2 * x)
    y = ops.concatenate([y, ops.tanh(x), ops.leaky_relu(x, 0.1)], axis=-1)
    y = ops.repeat(ops.repeat(y, 2, axis=1), 2, axis=2)
    y = ops.mean(y, axis=(1, 2), keepdims=True) + 1
    y = ops.reshape(y * 2 - ops.sigmoid(y), (-1, 3, 3))
    return keras.Model(x, ops.relu(ops.sum(y, axis=1)))


def nested_and_shared():
    import keras

    layers = keras.layers
    block = keras.Sequential([keras.Input(CODE), layers.Dense(7, "tanh"), layers.BatchNormalization()])
    a, b = keras.Input(CODE), keras.Input(CODE)
    inner = keras.Model([a, b], [layers.Add()([a, b]), layers.Multiply()([a, b])])
    x = keras.Input(CODE)
    first, second = inner([block(x), block(block(x))])
    y = layers.Concatenate()([first, second, layers.Average()([first, x]), layers.Maximum()([x, second])])
    return keras.Model(x, layers.Dense(3)(layers.Subtract()([y, layers.Dense(28)(y)])))


def activated_by_layers():
    import keras

    first = keras.layers.Dense(6, keras.layers.LeakyReLU(0.3))
    return keras.Sequential([keras.Input(CODE), first, keras.layers.Activation(keras.layers.ReLU())])


MANY = {
    "activated by layers": activated_by_layers,
    "activated with a slope": activated_with_a_slope,
    "several labels encoded": several_labels,
    "spectral normalization": normalized_spectrally,
    "operations": of_operations,
    "nested and shared": nested_and_shared,
    "generator": a_generator,
    "generator in colour": lambda: a_generator(labels=False, shape=(28, 28, 3)),
} | {f"activation {name}": sequential(CODE, ("Dense", {"units": 6, "activation": name})) for name in ACTIVATIONS}
MANY |= {f"operations: {name}": functional(do) for name, do in OPERATIONS.items()}
MANY |= {f"labels: {name}": of_labels(do) for name, do in OF_LABELS.items()}


@pytest.fixture(scope="module")
def computed(browser):
    with computing(browser) as ask:
        yield ask


@pytest.mark.parametrize("name", [*ONE_LAYER, *MANY])
def test_javascript_computes_what_keras_does(name, computed):
    model = moved((ONE_LAYER | MANY)[name]())
    network, rng = exported(model), np.random.default_rng(1)
    for _ in range(2):
        inputs = given(model, rng)
        expected = np.asarray(model(inputs if len(inputs) > 1 else inputs[0], training=False))
        ((shape, found),) = computed(network, inputs)
        assert shape == list(expected.shape[1:])
        np.testing.assert_allclose(found, expected.ravel(), rtol=0, atol=TOLERANCE)


def test_what_the_first_convolution_makes_can_be_had_as_well(computed):
    import keras

    model = sequential(IMAGE, ("Conv2D", {"filters": 4, "kernel_size": 3}), "Flatten", ("Dense", {"units": 2}))()
    (image,) = given(model, np.random.default_rng(0))
    seen = keras.Model(model.inputs, model.layers[0].output)(image)
    _, (shape, found) = computed(exported(model, [model.layers[0].name]), [image])
    assert shape == [7, 6, 4]
    np.testing.assert_allclose(found, np.ravel(seen), rtol=0, atol=TOLERANCE)


@pytest.mark.parametrize(
    ("layer", "told"),
    [
        (("Normalization", {"mean": 0.0, "variance": 1.0}), "Normalization"),
        (("Conv2D", {"filters": 3, "kernel_size": 3, "groups": 3}), "Conv2D in groups"),
        (("MaxPooling2D", {"data_format": "channels_first"}), "MaxPooling2D with channels first"),
        (("UpSampling2D", {"interpolation": "bicubic"}), "resizing by bicubic"),
        (("Activation", {"activation": "tanh_shrink"}), "the activation tanh_shrink"),
    ],
)
def test_what_the_page_cannot_compute_is_refused_by_its_name(layer, told):
    with pytest.raises(RunError, match=f"{told}.*\nLeave out --save"):
        exported(sequential(IMAGE, layer)())


@pytest.mark.parametrize(
    ("do", "told"),
    [
        (lambda x, ops: ops.sum(x, axis=0, keepdims=True) + x, "keras.ops: Sum along the batch"),
        (lambda x, ops: ops.cumsum(x, axis=1), "keras.ops: Cumsum"),
        (lambda x, ops: ops.repeat(x, 2) + 1, "Repeat without an axis"),
        (lambda x, ops: ops.reshape(x, (-1, 9 * 8)), "Reshape to"),
        (lambda x, ops: ops.transpose(x), "Transpose of the batch"),
        (lambda x, ops: x[::2, :], "GetItem of the batch"),
        (lambda x, ops: x[:, :, :, 0] * ops.max(x, axis=(1, 3)), "arrays of different ranks"),
    ],
)  # fmt: skip
def test_an_operation_that_the_page_cannot_compute_is_refused_by_its_name(do, told):
    with pytest.raises(RunError, match=told):
        exported(functional(do)())


def test_a_layer_that_is_told_to_train_is_refused():
    import keras

    x = keras.Input(CODE)
    with pytest.raises(RunError, match="BatchNormalization, called with training=True"):
        exported(keras.Model(x, keras.layers.BatchNormalization()(x, training=True)))
