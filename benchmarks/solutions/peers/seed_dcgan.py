"""The convolutional GAN that the workshop grew from: no batch normalization; 51,555 steps of 16 images in its time.

Stated are the layers, 516,897 and 855,305 parameters, and Adam at 2e-4 with beta_1 0.4 and at 3.3e-4 with 0.55. From
the numbers of parameters follow a latent_dim of 100, and kernels of 3, 5, 5, 3 in the discriminator. Not stated is
which rate is whose: with the larger one for the discriminator, it wins within seconds, and nothing is learned; so it
has the smaller. Nor are the activations: LeakyReLU is better than ReLU in the generator (Fréchet distance 66 beside 68,
and 60 % beside 58 % clear digits after 40 s of two cores; one run each).
"""

import keras
from keras import layers, ops

from benchmarks.solutions.peers.gan import Gan, from_signed, softplus, to_signed

TITLE = "the workshop's first"
AHEAD, COLOUR = 5, "#30638e"
BATCH_SIZE, LATENT_DIM = 16, 100
PASSES = {"train_discriminator": 2, "draw": 1, "train_generator": 1}
prepare, to_bytes = to_signed, from_signed


class Alternating(Gan):
    def train_step(self, images):
        count = ops.shape(images)[0]
        fakes = self.generator(self.noise(count), training=True)
        d_loss = self.update_discriminator(
            lambda: (
                ops.mean(softplus(-self.discriminator(images, training=True)))
                + ops.mean(softplus(self.discriminator(fakes, training=True)))
            )
        )
        noise = self.noise(count)
        g_loss = self.update_generator(
            lambda: ops.mean(softplus(-self.discriminator(self.generator(noise, training=True), training=True)))
        )
        return {"d_loss": d_loss, "g_loss": g_loss}


def make_gan(seed):
    keras.utils.set_random_seed(seed)
    generator = keras.Sequential([keras.Input((LATENT_DIM,)), layers.Dense(7 * 7 * 64, activation="leaky_relu")])
    generator.add(layers.Reshape((7, 7, 64)))
    for filters, kernel_size, strides in ((64, 3, 1), (64, 5, 2), (32, 5, 2), (32, 3, 1)):
        generator.add(
            layers.Conv2DTranspose(filters, kernel_size, strides=strides, padding="same", activation="leaky_relu")
        )
    generator.add(layers.Conv2DTranspose(1, 3, padding="same", activation="tanh"))

    discriminator = keras.Sequential([keras.Input((28, 28, 1))])
    for filters, kernel_size, strides in ((32, 3, 1), (64, 5, 2), (64, 5, 2), (128, 3, 1)):
        discriminator.add(layers.Conv2D(filters, kernel_size, strides=strides, padding="same"))
        discriminator.add(layers.LeakyReLU(0.2))
    discriminator.add(layers.Flatten())
    discriminator.add(layers.Dense(100))
    discriminator.add(layers.LeakyReLU(0.2))
    discriminator.add(layers.Dense(1))
    d_optimizer, g_optimizer = keras.optimizers.Adam(2e-4, beta_1=0.4), keras.optimizers.Adam(3.3e-4, beta_1=0.55)
    return Alternating(generator, discriminator, d_optimizer, g_optimizer, seed)
