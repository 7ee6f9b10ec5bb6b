"""The conditional GAN of most tutorials: a label becomes, by an embedding and a dense layer, one more channel.

https://machinelearningmastery.com/how-to-develop-a-conditional-generative-adversarial-network-from-scratch/: Adam at
2e-4 and beta_1 0.5. The discriminator is updated by half a batch of real images, then by half a batch of fake ones for
labels that are drawn at random, then the generator by a whole batch of 128. It ends in a sigmoid; here the loss applies
it. Written there for images of clothes, which have the shape and the number of classes of MNIST's.
"""

import keras
from keras import layers, ops

from benchmarks.solutions.peers.conditional import CLASSES, ConditionalGan
from benchmarks.solutions.peers.gan import from_signed, softplus, to_signed

TITLE = "most tutorials' conditional GAN"
AHEAD, COLOUR = 10, "#7a9e3f"
BATCH_SIZE, LATENT_DIM = 128, 100
prepare, to_bytes = to_signed, from_signed


class HalfBatches(ConditionalGan):
    def train_step(self, data):
        half = BATCH_SIZE // 2
        images, labels = (array[:half] for array in data)
        asked = self.labels(half)
        fakes = self.generator([self.noise(half), asked], training=False)
        d_real = self.update_discriminator(
            lambda: ops.mean(softplus(-self.discriminator([images, labels], training=True)))
        )
        d_fake = self.update_discriminator(
            lambda: ops.mean(softplus(self.discriminator([fakes, asked], training=True)))
        )
        noise, asked_of_all = self.noise(BATCH_SIZE), self.labels(BATCH_SIZE)

        def g_loss():
            fakes = self.generator([noise, asked_of_all], training=True)
            return ops.mean(softplus(-self.discriminator([fakes, asked_of_all], training=True)))

        return {"d_loss": d_real + d_fake, "g_loss": self.update_generator(g_loss)}


def channel(labels, side):
    """A label as one more channel of images, (n, side, side, 1)."""
    numbers = layers.Dense(side * side)(layers.Embedding(CLASSES, 50)(labels))
    return layers.Reshape((side, side, 1))(numbers)


def make_conditional_gan(seed):
    keras.utils.set_random_seed(seed)
    noise, labels = keras.Input((LATENT_DIM,)), keras.Input((), dtype="int32")
    x = layers.Reshape((7, 7, 128))(layers.LeakyReLU(0.2)(layers.Dense(7 * 7 * 128)(noise)))
    x = layers.Concatenate()([x, channel(labels, 7)])
    for _ in range(2):
        x = layers.LeakyReLU(0.2)(layers.Conv2DTranspose(128, 4, strides=2, padding="same")(x))
    generator = keras.Model([noise, labels], layers.Conv2D(1, 7, padding="same", activation="tanh")(x))

    image, labels = keras.Input((28, 28, 1)), keras.Input((), dtype="int32")
    x = layers.Concatenate()([image, channel(labels, 28)])
    for _ in range(2):
        x = layers.LeakyReLU(0.2)(layers.Conv2D(128, 3, strides=2, padding="same")(x))
    x = layers.Dropout(0.4)(layers.Flatten()(x))
    discriminator = keras.Model([image, labels], layers.Dense(1)(x))
    d_optimizer, g_optimizer = (keras.optimizers.Adam(2e-4, beta_1=0.5) for _ in range(2))
    return HalfBatches(generator, discriminator, d_optimizer, g_optimizer, seed)
