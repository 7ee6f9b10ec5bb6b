"""Our GAN's step with Keras on JAX instead of TensorFlow: for machines whose GPU TensorFlow does not know.

    python -m benchmarks jax_step [--batch-size N] [--steps N]

The models, the losses and the optimizers are those of the solution, which uses nothing but `keras` and `keras.ops` for
them; the step is this file's own, since gradients are each backend's affair. TensorFlow need not be installed, JAX has
to be. Prints the time of a step, the operations a second that are counted in it, and those of a matrix product.
"""

import argparse
import os
import sys
import time
import types

os.environ["KERAS_BACKEND"] = "jax"  # before Keras is imported

try:
    import jax
except ModuleNotFoundError:
    sys.exit("JAX is not installed here.\nType: pip install jax")
import keras
import numpy as np

from benchmarks.solutions import operations, ours

try:
    import tensorflow  # noqa: F401
except ModuleNotFoundError:  # answers import it for their own `train_step`, which is not called here
    stub = types.ModuleType("tensorflow")
    stub.keras, stub.nn, stub.ones_like, stub.zeros_like = (
        keras,
        keras.activations,
        keras.ops.ones_like,
        keras.ops.zeros_like,
    )
    stub.reduce_mean, stub.function, stub.executing_eagerly = keras.ops.mean, lambda function: function, lambda: True
    stub.random = types.SimpleNamespace(set_seed=lambda seed: None)  # keras.utils.set_random_seed calls it
    sys.modules["tensorflow"] = stub

TAKES = "a minute"
ROUNDS = 5


class Game:
    """Two networks and their optimizers as JAX wants them: state goes in, new state comes out.

    Args:
        answer: the module of an answer: its losses are taken, and `LATENT_DIM`.
        gan: what the answer's `make_NAME(seed)` returned.
        seed: of the noise.
    """

    def __init__(self, answer, gan, seed=0):
        self.answer, self.gan, self.seed = answer, gan, seed
        self.networks = {"d": self.gan.discriminator, "g": self.gan.generator}
        self.optimizers = {"d": self.gan.d_optimizer, "g": self.gan.g_optimizer}
        for name, optimizer in self.optimizers.items():
            optimizer.build(self.networks[name].trainable_variables)

    def state(self):
        """All that a step changes."""
        return {
            "key": jax.random.key(self.seed),
            **{
                name: [
                    [variable.value for variable in variables]
                    for variables in (
                        self.networks[name].trainable_variables,
                        self.networks[name].non_trainable_variables,
                        self.optimizers[name].variables,
                    )
                ]
                for name in self.networks
            },
        }

    def step(self, state, images):
        """One update of D, then one of G.

        Args:
            state: as of `state()`.
            images: float32 (n, height, width, 1) in [-1, 1].

        Returns:
            `(state, d_loss, g_loss)`.
        """
        key, now = jax.random.split(state["key"])
        noise = jax.random.normal(now, (len(images), self.answer.LATENT_DIM))
        draw, judge = self.gan.generator.stateless_call, self.gan.discriminator.stateless_call
        (d_weights, d_other, d_slots), (g_weights, g_other, g_slots) = state["d"], state["g"]

        def d_loss(d_weights):
            fakes, drawn = draw(g_weights, g_other, noise, training=True)
            real_logits, seen = judge(d_weights, d_other, images, training=True)
            fake_logits, seen = judge(d_weights, seen, fakes, training=True)
            return self.answer.discriminator_loss(real_logits, fake_logits), (seen, drawn)

        def g_loss(g_weights):
            fakes, seen = draw(g_weights, g_other, noise, training=True)
            logits, _ = judge(d_weights, d_other, fakes, training=True)
            return self.answer.generator_loss(logits), seen

        # Both halves move the running averages of the generator's batch normalization, as in the solution.
        (d_value, (d_other, g_other)), gradients = jax.value_and_grad(d_loss, has_aux=True)(d_weights)
        d_weights, d_slots = self.optimizers["d"].stateless_apply(d_slots, gradients, d_weights)
        (g_value, g_other), gradients = jax.value_and_grad(g_loss, has_aux=True)(g_weights)
        g_weights, g_slots = self.optimizers["g"].stateless_apply(g_slots, gradients, g_weights)
        new = {"key": key, "d": [d_weights, d_other, d_slots], "g": [g_weights, g_other, g_slots]}
        return new, d_value, g_value

    def finish(self, state):
        """Put the weights of a state into the networks, and the averages of those weights where they are kept."""
        for name, network in self.networks.items():
            for variables, values in zip(
                (network.trainable_variables, network.non_trainable_variables, self.optimizers[name].variables),
                state[name],
                strict=True,
            ):
                for variable, value in zip(variables, values, strict=True):
                    variable.assign(value)
            self.optimizers[name].finalize_variable_values(network.trainable_variables)


def product_rate():
    """Operations a second of a product of two large float32 matrices, at full precision: the best of five."""
    side = 4096 if jax.default_backend() == "cpu" else 8192
    one = jax.random.normal(jax.random.key(0), (side, side))
    multiply = jax.jit(lambda one: jax.numpy.matmul(one, one, precision="highest"))
    multiply(one).block_until_ready()
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        multiply(one).block_until_ready()
        seconds.append(time.perf_counter() - started)
    return 2 * side**3 / min(seconds)


def main(arguments=None):
    """Time steps and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--batch-size", type=int, default=60)
    parser.add_argument("--steps", type=int, default=200, help="in each of five rounds")
    args = parser.parse_args(arguments)
    exercise = ours.compared("generator")
    solution = ours.solution(exercise)
    game = Game(solution, ours.maker(exercise, solution)(0))
    state, step = game.state(), jax.jit(game.step)
    shape = game.gan.discriminator.input_shape[1:]
    images = np.random.default_rng(0).uniform(-1, 1, (args.batch_size, *shape)).astype("float32")
    images = jax.device_put(images)
    state, *_ = step(state, images)
    count = operations.step(game.gan.generator, game.gan.discriminator, ours.PASSES, args.batch_size)
    for _ in range(ROUNDS):
        product = product_rate()
        started = time.perf_counter()
        for _ in range(args.steps):
            state, d_loss, g_loss = step(state, images)
        losses = float(d_loss), float(g_loss)  # waits for the last step
        seconds = (time.perf_counter() - started) / args.steps
        print(
            f"{jax.devices()[0]}: {1000 * seconds:.3f} ms a step of {args.batch_size},"
            f" {count / seconds / 1e9:,.0f} GFLOP/s,"
            f" {count / seconds / product:.1%} of a matrix product's {product / 1e9:,.0f};"
            f" losses {losses[0]:.3f}, {losses[1]:.3f}",
            flush=True,
        )
