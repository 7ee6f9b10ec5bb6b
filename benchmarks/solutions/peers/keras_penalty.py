"""The Wasserstein GAN with a gradient penalty among the examples of keras.io.

https://keras.io/examples/generative/wgan_gp/: batches of 512, Adam at 2e-4 with beta_1 0.5 and beta_2 0.9 for both
networks, a penalty of weight 10, three updates of the critic on a batch, with new noise in each; 20 epochs. Batch
normalization in the generator, down to its one channel, none in the critic, which has dropout. The mix of the penalty
is uniform: in the example's first three years it was normal (keras-io, pull request 1463). The number under the root
came in 2026 (pull request 2364). The example trains on pictures of clothes, 28x28 as well; here on those of all peers.
"""

import keras
import tensorflow as tf
from keras import layers, ops

from benchmarks.solutions.peers.gan import Gan, from_signed, to_signed

TITLE = "keras.io's, with a penalty"
AHEAD, COLOUR = 10, "#8d6a9f"
BATCH_SIZE, LATENT_DIM = 512, 128
CRITIC_STEPS, PENALTY_WEIGHT = 3, 10.0
prepare, to_bytes = to_signed, from_signed


class Penalized(Gan):
    def train_step(self, images):
        count = ops.shape(images)[0]
        for _ in range(CRITIC_STEPS):
            fakes = self.generator(self.noise(count), training=True)
            mix = keras.random.uniform((count, 1, 1, 1), seed=self.seed_generator)
            d_loss = self.update_discriminator(lambda fakes=fakes, mix=mix: self.critic_loss(images, fakes, mix))
        noise = self.noise(count)
        g_loss = self.update_generator(
            lambda: -ops.mean(self.discriminator(self.generator(noise, training=True), training=True))
        )
        return {"d_loss": d_loss, "g_loss": g_loss}

    def critic_loss(self, images, fakes, mix):
        estimate = ops.mean(self.discriminator(images, training=True)) - ops.mean(
            self.discriminator(fakes, training=True)
        )
        points = images + mix * (fakes - images)
        with tf.GradientTape() as tape:
            tape.watch(points)
            scores = self.discriminator(points, training=True)
        slopes = ops.sqrt(ops.sum(ops.square(tape.gradient(scores, points)), axis=(1, 2, 3)) + keras.backend.epsilon())
        return PENALTY_WEIGHT * ops.mean(ops.square(slopes - 1)) - estimate


def make_critic_gan(seed):
    keras.utils.set_random_seed(seed)
    generator = keras.Sequential([keras.Input((LATENT_DIM,)), layers.Dense(4 * 4 * 256, use_bias=False)])
    generator.add(layers.BatchNormalization())
    generator.add(layers.LeakyReLU(0.2))
    generator.add(layers.Reshape((4, 4, 256)))
    for filters in (128, 64, 1):
        generator.add(layers.UpSampling2D())
        generator.add(layers.Conv2D(filters, 3, padding="same", use_bias=False))
        generator.add(layers.BatchNormalization())
        generator.add(layers.LeakyReLU(0.2) if filters > 1 else layers.Activation("tanh"))
    generator.add(layers.Cropping2D(2))

    critic = keras.Sequential([keras.Input((28, 28, 1)), layers.ZeroPadding2D(2)])
    for filters in (64, 128, 256, 512):
        critic.add(layers.Conv2D(filters, 5, strides=2, padding="same"))
        critic.add(layers.LeakyReLU(0.2))
        if filters in (128, 256):
            critic.add(layers.Dropout(0.3))
    critic.add(layers.Flatten())
    critic.add(layers.Dropout(0.2))
    critic.add(layers.Dense(1))
    d_optimizer, g_optimizer = (keras.optimizers.Adam(2e-4, beta_1=0.5, beta_2=0.9) for _ in range(2))
    return Penalized(generator, critic, d_optimizer, g_optimizer, seed)
