"""TensorFlow's tutorial "Deep Convolutional Generative Adversarial Network".

https://www.tensorflow.org/tutorials/generative/dcgan: 50 epochs in batches of 256, Adam at 1e-4 for both networks, one
pass through both of them whose two losses update them at the same time.
"""

import keras
import tensorflow as tf
from keras import layers, ops

from benchmarks.solutions.peers.gan import Gan, from_signed, softplus, to_signed

TITLE = "TensorFlow's tutorial"
AHEAD, COLOUR = 10, "#c98b2b"
BATCH_SIZE, LATENT_DIM = 256, 100
# The fakes pass through the discriminator once for both updates.
PASSES = {"train_discriminator": 2, "train_generator": 1, "judge": -1}
prepare, to_bytes = to_signed, from_signed


class Simultaneous(Gan):
    def train_step(self, images):
        noise = self.noise(ops.shape(images)[0])
        with tf.GradientTape() as g_tape, tf.GradientTape() as d_tape:
            real_logits = self.discriminator(images, training=True)
            fake_logits = self.discriminator(self.generator(noise, training=True), training=True)
            d_loss = ops.mean(softplus(-real_logits)) + ops.mean(softplus(fake_logits))
            g_loss = ops.mean(softplus(-fake_logits))
        g_weights, d_weights = self.generator.trainable_weights, self.discriminator.trainable_weights
        g_gradients, d_gradients = g_tape.gradient(g_loss, g_weights), d_tape.gradient(d_loss, d_weights)
        self.g_optimizer.apply(g_gradients, g_weights)
        self.d_optimizer.apply(d_gradients, d_weights)
        return {"d_loss": d_loss, "g_loss": g_loss}


def make_gan(seed):
    keras.utils.set_random_seed(seed)
    generator = keras.Sequential([keras.Input((LATENT_DIM,)), layers.Dense(7 * 7 * 256, use_bias=False)])
    generator.add(layers.BatchNormalization())
    generator.add(layers.LeakyReLU(0.3))
    generator.add(layers.Reshape((7, 7, 256)))
    for filters, strides in ((128, 1), (64, 2)):
        generator.add(layers.Conv2DTranspose(filters, 5, strides=strides, padding="same", use_bias=False))
        generator.add(layers.BatchNormalization())
        generator.add(layers.LeakyReLU(0.3))
    generator.add(layers.Conv2DTranspose(1, 5, strides=2, padding="same", use_bias=False, activation="tanh"))

    discriminator = keras.Sequential([keras.Input((28, 28, 1))])
    for filters in (64, 128):
        discriminator.add(layers.Conv2D(filters, 5, strides=2, padding="same"))
        discriminator.add(layers.LeakyReLU(0.3))
        discriminator.add(layers.Dropout(0.3))
    discriminator.add(layers.Flatten())
    discriminator.add(layers.Dense(1))
    return Simultaneous(generator, discriminator, keras.optimizers.Adam(1e-4), keras.optimizers.Adam(1e-4), seed)
