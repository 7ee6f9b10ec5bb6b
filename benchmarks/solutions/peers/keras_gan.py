"""The convolutional GAN of the collection Keras-GAN, which upsamples.

https://github.com/eriklindernoren/Keras-GAN/blob/master/dcgan/dcgan.py: 4,000 steps in batches of 32, Adam at 2e-4 and
beta_1 0.5.
The discriminator is updated by half a batch of real pictures, then by half a batch of fake ones, then the generator by
a whole batch of noise. It ends in a sigmoid; here the loss applies it. In its combined model the discriminator is
frozen, which meant for the Keras of its time that batch normalization still used the batch; so it does here.
"""

import keras
from keras import layers, ops

from benchmarks.solutions.peers.gan import Gan, from_signed, softplus, to_signed

TITLE = "Keras-GAN's, which upsamples"
AHEAD, COLOUR = 5, "#7a9e3f"
BATCH_SIZE, LATENT_DIM = 32, 100
PASSES = {"train_discriminator": 1, "draw": 0.5, "train_generator": 1}
prepare, to_bytes = to_signed, from_signed


class HalfBatches(Gan):
    def train_step(self, images):
        half = BATCH_SIZE // 2
        real, fakes = images[:half], self.generator(self.noise(half), training=False)
        d_real = self.update_discriminator(lambda: ops.mean(softplus(-self.discriminator(real, training=True))))
        d_fake = self.update_discriminator(lambda: ops.mean(softplus(self.discriminator(fakes, training=True))))
        noise = self.noise(BATCH_SIZE)
        g_loss = self.update_generator(
            lambda: ops.mean(softplus(-self.discriminator(self.generator(noise, training=True), training=True)))
        )
        return {"d_loss": d_real + d_fake, "g_loss": g_loss}


def make_gan(seed):
    keras.utils.set_random_seed(seed)
    generator = keras.Sequential([keras.Input((LATENT_DIM,)), layers.Dense(7 * 7 * 128, activation="relu")])
    generator.add(layers.Reshape((7, 7, 128)))
    generator.add(layers.BatchNormalization(momentum=0.8))
    for filters in (128, 64):
        generator.add(layers.UpSampling2D())
        generator.add(layers.Conv2D(filters, 3, padding="same", activation="relu"))
        generator.add(layers.BatchNormalization(momentum=0.8))
    generator.add(layers.Conv2D(1, 3, padding="same", activation="tanh"))

    discriminator = keras.Sequential([keras.Input((28, 28, 1))])
    for filters, strides in ((32, 2), (64, 2), (128, 2), (256, 1)):
        discriminator.add(layers.Conv2D(filters, 3, strides=strides, padding="same"))
        if filters == 64:
            discriminator.add(layers.ZeroPadding2D(((0, 1), (0, 1))))
        discriminator.add(layers.LeakyReLU(0.2))
        discriminator.add(layers.Dropout(0.25))
        if filters in (64, 128):
            discriminator.add(layers.BatchNormalization(momentum=0.8))
    discriminator.add(layers.Flatten())
    discriminator.add(layers.Dense(1))
    d_optimizer, g_optimizer = (keras.optimizers.Adam(2e-4, beta_1=0.5) for _ in range(2))
    return HalfBatches(generator, discriminator, d_optimizer, g_optimizer, seed)
