"""The GAN at the end of the Keras guide "Customizing what happens in `fit()` with TensorFlow".

https://keras.io/guides/custom_train_step_in_tensorflow/: batches of 64, Adam at 3e-4 for both networks, noise on the
discriminator's labels, pixels in [0, 1]. The guide trains on MNIST's test pictures as well; here it does not, since the
judge compares with those.
"""

import keras
import numpy as np
from keras import layers, ops

from benchmarks.solutions.peers.gan import Gan

TITLE = "the Keras guide's"
AHEAD, COLOUR = 10, "#8d6a9f"
BATCH_SIZE, LATENT_DIM = 64, 128
PASSES = {"train_discriminator": 2, "draw": 1, "train_generator": 1}


def prepare(images):
    return images[..., np.newaxis].astype("float32") / 255


def to_bytes(pictures):
    return np.rint(np.clip(pictures[..., 0], 0, 1) * 255).astype("uint8")


class NoisyLabels(Gan):
    def train_step(self, images):
        count = ops.shape(images)[0]
        fakes = self.generator(self.noise(count), training=True)
        both = ops.concatenate([fakes, images])
        # In the guide, 1 is what is generated and 0 what is real.
        labels = ops.concatenate([ops.ones((count, 1)), ops.zeros((count, 1))])
        labels = labels + 0.05 * keras.random.uniform(ops.shape(labels), seed=self.seed_generator)
        # A logit of the networks here says "real": its opposite is the guide's.

        def d_loss():
            logits = -self.discriminator(both, training=True)
            return ops.mean(ops.binary_crossentropy(labels, logits, from_logits=True))

        noise = self.noise(count)

        def g_loss():
            logits = -self.discriminator(self.generator(noise, training=True), training=True)
            return ops.mean(ops.binary_crossentropy(ops.zeros((count, 1)), logits, from_logits=True))

        return {"d_loss": self.update_discriminator(d_loss), "g_loss": self.update_generator(g_loss)}


def make_gan(seed):
    keras.utils.set_random_seed(seed)
    generator = keras.Sequential([keras.Input((LATENT_DIM,)), layers.Dense(7 * 7 * 128), layers.LeakyReLU(0.2)])
    generator.add(layers.Reshape((7, 7, 128)))
    for _ in range(2):
        generator.add(layers.Conv2DTranspose(128, 4, strides=2, padding="same"))
        generator.add(layers.LeakyReLU(0.2))
    generator.add(layers.Conv2D(1, 7, padding="same", activation="sigmoid"))

    discriminator = keras.Sequential([keras.Input((28, 28, 1))])
    for filters in (64, 128):
        discriminator.add(layers.Conv2D(filters, 3, strides=2, padding="same"))
        discriminator.add(layers.LeakyReLU(0.2))
    discriminator.add(layers.GlobalMaxPooling2D())
    discriminator.add(layers.Dense(1))
    return NoisyLabels(generator, discriminator, keras.optimizers.Adam(3e-4), keras.optimizers.Adam(3e-4), seed)
