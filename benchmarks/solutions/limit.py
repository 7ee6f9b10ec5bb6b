"""How far a training step is from what the machine can do: counted operations a second, over those of a matrix product.

For our GAN also each convolution of the step alone, as XLA computes it and as TensorFlow does without XLA.
"""

import statistics
import time

import keras
import numpy as np
import tensorflow as tf

from benchmarks.solutions import networks, operations

SIDE = 4096  # of the matrices
ROUNDS = 3  # of the product and of steps in turn, so that both meet the same machine
SECONDS = 3  # of steps in a round


def names():
    """Of the networks, ours first in each kind."""
    return [
        networks.ours("generator"),
        *networks.wider(),
        *networks.peers("generator"),
        *networks.names("classifier"),
    ]


def tasks():
    """`[(network, seed), ...]`."""
    return [(name, 0) for name in names()]


class StepTimes(keras.callbacks.Callback):
    """The times between two steps' ends, the first few left out: they trace and compile."""

    LEFT_OUT = 5

    def __init__(self, seconds):
        super().__init__()
        self.seconds, self.times = seconds, []

    def on_train_batch_end(self, batch, logs=None):
        self.times.append(time.perf_counter())
        if len(self.times) > self.LEFT_OUT + 1 and self.times[-1] - self.times[self.LEFT_OUT] > self.seconds:
            self.model.stop_training = True

    def median(self):
        """Seconds."""
        return float(np.median(np.diff(self.times[self.LEFT_OUT :])))


def product_rate():
    """Operations a second of a product of two float32 matrices, 4096x4096: the best of five."""
    one, other = (tf.random.normal((SIDE, SIDE)) for _ in range(2))
    tf.matmul(one, other)
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        tf.matmul(one, other).numpy()
        seconds.append(time.perf_counter() - started)
    return 2 * SIDE**3 / min(seconds)


def measure(name, _):
    """Time steps under `fit`.

    Args:
        name: of a network, see `networks`.

    Returns:
        `(record, None)`: operations, seconds and rates; and for our GAN `kernels`.
    """
    network = networks.load(name)
    dataset = networks.dataset()
    if hasattr(network, "make_gan"):
        model = network.make_gan(0)
        count = operations.step(model.generator, model.discriminator, network.PASSES, network.BATCH_SIZE)
        inputs = (network.prepare(dataset.train.images),)
    else:
        model = network.make_classifier(0)
        count = operations.training(model) * network.BATCH_SIZE
        inputs = network.prepare(*dataset.train)
    model.fit(*inputs, batch_size=network.BATCH_SIZE, callbacks=[StepTimes(1)], verbose=0)
    rounds = []
    for _ in range(ROUNDS):
        times = StepTimes(SECONDS)
        product = product_rate()
        model.fit(*inputs, batch_size=network.BATCH_SIZE, callbacks=[times], verbose=0)
        rounds.append({"product": product, "step": times.median(), "share": count / times.median() / product})
    record = {
        "title": network.TITLE,
        "batch_size": network.BATCH_SIZE,
        "operations": count,
        "rounds": rounds,
        "share": statistics.median(one["share"] for one in rounds),
    }
    if name == networks.ours("generator"):
        record["kernels"] = kernels(model, network.BATCH_SIZE)
    return record, None


def kernels(gan, batch_size):
    """Each matrix operation of a step alone.

    Returns:
        A list: `layer`, `what` ("forward", or the gradient of "weights" or "input"), `times` a step, `operations` of
        one, how many these are `with_zeros` that XLA puts in, and seconds of one as `xla` and `tensorflow` compute it.
    """
    found = []
    for network, counts in (
        # Of the discriminator: real pictures, fake ones, and fake ones for the generator, whose gradient goes through.
        (gan.discriminator, {"forward": 3, "weights": 2, "input": 3, "first input": 1}),
        (gan.generator, {"forward": 1, "weights": 1, "input": 1, "first input": 0}),
    ):
        for index, (layer, per_picture) in enumerate(operations.matrix_layers(network)):
            for what in ("forward", "weights", "input"):
                times = counts["first input" if what == "input" and index == 0 else what]
                if times:
                    seconds = {
                        library: alone(layer, what, batch_size, library == "xla") for library in ("xla", "tensorflow")
                    }
                    shape = "x".join(str(size) for size in layer.kernel.shape)
                    # Where rows and columns are spread apart, XLA multiplies by the zeros between them as well.
                    spread = isinstance(layer, keras.layers.Conv2DTranspose) == (what == "forward")
                    strides = getattr(layer, "strides", (1, 1)) if spread and what != "weights" else (1, 1)
                    found.append(
                        {
                            "layer": f"{network.name}: {type(layer).__name__} {shape}",
                            "what": what,
                            "times": times,
                            "operations": per_picture * batch_size,
                            "with_zeros": per_picture * batch_size * strides[0] * strides[1],
                            **seconds,
                        }
                    )
    return found


def alone(layer, what, batch_size, jit_compile, repeats=60):
    """Median seconds of one matrix operation of a layer."""
    rng = np.random.default_rng(0)
    kernel = tf.constant(rng.normal(size=layer.kernel.shape).astype("float32"))
    inputs = tf.constant(rng.normal(size=(batch_size, *layer.input.shape[1:])).astype("float32"))
    outputs = tf.constant(rng.normal(size=(batch_size, *layer.output.shape[1:])).astype("float32"))
    if isinstance(layer, keras.layers.Dense):
        run = {
            "forward": lambda: tf.matmul(inputs, kernel),
            "weights": lambda: tf.matmul(inputs, outputs, transpose_a=True),
            "input": lambda: tf.matmul(outputs, kernel, transpose_b=True),
        }[what]
    else:
        # A transposed convolution is a convolution's gradient by its input: what it reads is the small side.
        transposed = isinstance(layer, keras.layers.Conv2DTranspose)
        large, small = (outputs, inputs) if transposed else (inputs, outputs)
        strides, padding = [1, *layer.strides, 1], layer.padding.upper()
        shrink = lambda: tf.nn.conv2d(large, kernel, strides, padding)  # noqa: E731
        grow = lambda: tf.nn.conv2d_transpose(small, kernel, large.shape, strides, padding)  # noqa: E731
        run = {
            "forward": grow if transposed else shrink,
            "input": shrink if transposed else grow,
            "weights": lambda: tf.raw_ops.Conv2DBackpropFilter(
                input=large, filter_sizes=kernel.shape, out_backprop=small, strides=strides, padding=padding
            ),
        }[what]
    return timed(tf.function(run, jit_compile=jit_compile, autograph=False), repeats)


def timed(run, repeats):
    """Median seconds of a call, the first two left out."""
    seconds = []
    for _ in range(repeats + 2):
        started = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds[2:])
