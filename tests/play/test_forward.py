"""What pages compute in JavaScript is what Keras computes, layer by layer."""

import json

import numpy as np
import pytest

from tests.play.conftest import FORWARD, a_generator
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
    "layer normalization": sequential(IMAGE, "LayerNormalization"),
    "average pooling": sequential(IMAGE, ("AveragePooling2D", {"pool_size": 2} | SAME)),
    "average pooling, valid": sequential(IMAGE, ("AveragePooling2D", {"pool_size": 3, "strides": 2})),
    "maximum pooling": sequential(IMAGE, ("MaxPooling2D", {"pool_size": 3, "strides": 2} | SAME)),
    "global pooling": sequential(IMAGE, "GlobalAveragePooling2D"),
    "global maximum": sequential(IMAGE, ("GlobalMaxPooling2D", {"keepdims": True})),
    "upsampling": sequential(IMAGE, ("UpSampling2D", {"size": (2, 3)})),
    "upsampling, bilinear": sequential(IMAGE, ("UpSampling2D", {"size": 2, "interpolation": "bilinear"})),
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
    "spectral normalization": normalized_spectrally,
    "operations": of_operations,
    "nested and shared": nested_and_shared,
    "generator": a_generator,
    "generator in colour": lambda: a_generator(labels=False, shape=(28, 28, 3)),
} | {f"activation {name}": sequential(CODE, ("Dense", {"units": 6, "activation": name})) for name in ACTIVATIONS}


@pytest.fixture(scope="module")
def computed(browser):
    """What JavaScript makes of a network's JSON and inputs for one image; a list of arrays, flat."""
    shown = browser.new_page()
    script = f"""([network, inputs]) => {{ {FORWARD.read_text("utf-8")};
        const given = JSON.parse(inputs).map((numbers, at) => ({{shape: network.shapes[at], data: Float32Array.from(numbers)}}));
        return computing(network)(given).map(each => [each.shape, Array.from(each.data)]); }}"""

    def ask(network, inputs):
        return shown.evaluate(script, [network, json.dumps([np.ravel(each).tolist() for each in inputs])])

    yield ask
    shown.close()


def moved(model, seed=0):
    """Let weights that begin as zeros and ones be others, as after training."""
    rng = np.random.default_rng(seed)
    for variable in model.variables:
        if "int" not in variable.dtype and "seed" not in variable.path:
            variable.assign(np.abs(np.asarray(variable) + rng.normal(0, 0.1, variable.shape)) if "variance" in variable.path
                            else np.asarray(variable) + rng.normal(0, 0.1, variable.shape))  # fmt: skip
    return model


def given(model, rng):
    return [
        rng.integers(0, 10, (1, *each.shape[1:])).astype("int32")
        if "int" in each.dtype
        else rng.normal(size=(1, *each.shape[1:])).astype("float32")
        for each in model.inputs
    ]


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
        (("GroupNormalization", {"groups": 1}), "GroupNormalization"),
        (("Conv2D", {"filters": 3, "kernel_size": 3, "groups": 3}), "Conv2D in groups"),
        (("BatchNormalization", {"axis": 1}), "BatchNormalization along another axis"),
        (("Activation", {"activation": "tanh_shrink"}), "the activation tanh_shrink"),
    ],
)
def test_what_the_page_cannot_compute_is_refused_by_its_name(layer, told):
    with pytest.raises(RunError, match=f"{told}.*\nLeave out --save"):
        exported(sequential(IMAGE, layer)())
