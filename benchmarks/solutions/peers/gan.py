"""What the generative peers share: two networks, two optimizers, one update of one of them."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

softplus = ops.softplus  # softplus(-x) is what a real picture's logit costs, softplus(x) what a fake one's does


class Gan(keras.Model):
    """Two networks; a peer brings its own `train_step`.

    Args:
        generator: model, (n, latent_dim) -> (n, 28, 28, 1).
        discriminator: model, (n, 28, 28, 1) -> (n, 1), logits.
        d_optimizer, g_optimizer: of Keras.
        seed: of the noise.
    """

    def __init__(self, generator, discriminator, d_optimizer, g_optimizer, seed):
        super().__init__()
        self.generator, self.discriminator = generator, discriminator
        self.d_optimizer, self.g_optimizer = d_optimizer, g_optimizer
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.compile(optimizer=None)

    def noise(self, count):
        """float32 (count, latent_dim), new at each call."""
        return keras.random.normal((count, self.generator.input_shape[1]), seed=self.seed_generator)

    def update_discriminator(self, loss):
        """One step down the loss, a function without arguments; returns its value."""
        return self._update(self.discriminator, self.d_optimizer, loss)

    def update_generator(self, loss):
        """As `update_discriminator`."""
        return self._update(self.generator, self.g_optimizer, loss)

    @staticmethod
    def _update(network, optimizer, loss):
        with tf.GradientTape() as tape:
            value = loss()
        optimizer.apply(tape.gradient(value, network.trainable_weights), network.trainable_weights)
        return value


def to_signed(images):
    """uint8 (n, 28, 28) -> float32 (n, 28, 28, 1) in [-1, 1], for generators that end in tanh."""
    return images[..., np.newaxis].astype("float32") / 127.5 - 1


def from_signed(pictures):
    """float32 (n, 28, 28, 1) in [-1, 1] -> uint8 (n, 28, 28)."""
    return np.rint((np.clip(pictures[..., 0], -1, 1) + 1) * 127.5).astype("uint8")
