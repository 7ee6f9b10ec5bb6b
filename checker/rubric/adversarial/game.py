"""A learner's GAN with two networks of the checker's own, so simple that every step has a closed form.

What happened in a step is read from the weights before and after it, and the noise can be read from them as well.
"""

from dataclasses import dataclass

import numpy as np

from checker.failures import Failure
from checker.sandbox.limits import Limits

IMAGE = (28, 28, 1)
PIXELS = 28 * 28
STEP = "DCGAN.train_step"
# What exceptions in a training step mean, for a beginner.
MET_BEFORE = (
    (
        "No gradients provided",
        "No slope leads from the loss to these weights: inside the tape, call the network that they belong to; what"
        " predict() or NumPy returns leaves no trace on it.",
    ),
    ("Unknown variable", "One optimizer for two networks: each has its own, which remembers the weights it was given."),
    (
        "'_id'",
        "The loss is no tensor but a number: compute it by keras.ops, for what NumPy does leaves no trace on the tape.",
    ),
    ("as a Python `bool`", "fit makes a graph of the step, once: there is no value yet that an `if` could ask for."),
    ("SymbolicTensor", "fit makes a graph of the step: return the losses as they are, without float() or numpy()."),
    ("None", "fit makes a graph of the step: the batch size is a tensor in it, as in ops.shape(images)[0]."),
    ("numpy", "fit makes a graph of the step: what is computed anew in each step is computed by keras.ops."),
    ("KerasTensor", "fit makes a graph of the step: what is computed anew in each step is computed by keras.ops."),
)
BIAS = 0.5  # of logits that are all the same; not zero, where softplus written with abs or maximum has no slope
TRAINING = Limits(cpu_seconds=120, wall_seconds=200, memory_gb=4)


@dataclass
class Weights:
    """The weights of both networks at one moment, as float64 arrays."""

    generator: list
    discriminator: list


class Game:
    """A learner's GAN with networks of the checker's own, trained by plain gradient descent.

    The generator is `Dense`, optionally batch normalization, and no activation; the discriminator is, optionally, batch
    normalization and `Dense(1)`. So with kernel K, bias c, and kernel w, bias b: fakes are z K + c, logits x w + b.
    """

    def __init__(self, learner, latent_dim, d_rate, g_rate, seed=1, normalized="", **settings):
        """Build both networks and compile them.

        Args:
            learner: a `checker.learner.code.Learner`.
            latent_dim: how many numbers a picture is made from.
            d_rate, g_rate: learning rates of the two optimizers.
            seed: of the noise.
            normalized: `"generator"` or `"discriminator"`, which network has batch normalization.
            **settings: further ones of `compile`, such as `run_eagerly`.
        """
        self.normalized = normalized
        normalization = [("BatchNormalization", {"momentum": 0.5})]
        self.generator = learner.sequential(
            [("Input", {"shape": (latent_dim,)}), ("Dense", {"units": PIXELS})]
            + normalization * (normalized == "generator")
            + [("Reshape", {"target_shape": IMAGE})]
        )
        self.discriminator = learner.sequential(
            [("Input", {"shape": IMAGE}), ("Flatten", {})]
            + normalization * (normalized == "discriminator")
            + [("Dense", {"units": 1})]
        )
        self.gan = learner.call("DCGAN", self.generator, self.discriminator, latent_dim, seed, returns="reference")
        self.gan.call(
            "compile",
            d_optimizer=learner.keras("optimizers.SGD", d_rate),
            g_optimizer=learner.keras("optimizers.SGD", g_rate),
            about="DCGAN.compile",
            **settings,
        )

    def set(self, kernel, bias, w, b, beta=0, variance=1):
        """Set the weights: K (latent_dim, 784), c (784,), w (784,), b.

        Of the normalization, if there is one: `beta`, its shift, and the variance that its running average begins with.
        """
        normalization = [np.full(PIXELS, value) for value in (1, beta, 0, variance)]
        generator = [kernel, bias, *normalization * (self.normalized == "generator")]
        discriminator = [
            *normalization * (self.normalized == "discriminator"),
            np.reshape(w, (PIXELS, 1)),
            np.reshape(b, (1,)),
        ]
        for network, weights in ((self.generator, generator), (self.discriminator, discriminator)):
            network.call("set_weights", [np.asarray(array, dtype="float32") for array in weights])

    def weights(self):
        """The weights now: `Weights`."""
        return Weights(
            *(
                [np.asarray(array, dtype="float64") for array in network.call("get_weights")]
                for network in (self.generator, self.discriminator)
            )
        )

    def step(self, images, fit=False):
        """One training step on a batch of pictures (n, 28, 28, 1); returns what `train_step` returned, or `fit`."""
        try:
            if fit:
                return self.gan.call("fit", images, batch_size=len(images), verbose=0, about=STEP, limits=TRAINING)
            return self.gan.call("train_step", images, about=STEP, tensors=True)
        except Failure as failure:
            failure.hint = failure.hint or next((hint for text, hint in MET_BEFORE if text in failure.got), "")
            raise


def flat(weights):
    return np.concatenate([np.ravel(array) for array in weights])
