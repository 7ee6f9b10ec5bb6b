"""What the generative peers share that are told classes: both networks take labels, integers (n,), as second input."""

import keras
from keras import layers, ops

from benchmarks.solutions.peers.gan import Gan

CLASSES = 10


class ConditionalGan(Gan):
    """As `Gan`; a peer brings its own `train_step(self, data)`, of images and their labels.

    Args:
        generator: model, [(n, latent_dim), (n,)] -> (n, 28, 28, 1).
        discriminator: model, [(n, 28, 28, 1), (n,)] -> (n, 1), logits.
        d_optimizer, g_optimizer, seed: as of `Gan`.
    """

    def noise(self, count):
        return keras.random.normal((count, self.generator.input_shape[0][1]), seed=self.seed_generator)

    def labels(self, count):
        """int32 (count,), new at each call."""
        return keras.random.randint((count,), 0, CLASSES, seed=self.seed_generator)


def label_input():
    """A layer's input for labels, and what they are as rows of ones and zeros."""
    labels = keras.Input((), dtype="int32")
    return labels, layers.CategoryEncoding(CLASSES, output_mode="one_hot")(labels)


def stripes(one_hot, side=28):
    """Ten maps beside an image, made of each number repeated for all places, then put in rows.

    Whoever repeats along no axis gets one row of numbers, and from it not a constant map for each class, but a stripe
    over all maps, about three rows of the image high, at another height for each class.
    """
    repeated = ops.repeat(one_hot, side * side, axis=1)
    return ops.reshape(repeated, (-1, side, side, CLASSES))
