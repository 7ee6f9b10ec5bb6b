# calibrates: 2
import keras
import tensorflow as tf
from keras import layers, ops


def up(filters):
    return keras.Sequential(
        [
            layers.Conv2DTranspose(filters, 4, strides=2, padding="same", use_bias=False),
            layers.BatchNormalization(),
            layers.ReLU(),
        ]
    )


def down(filters, normalize=True):
    block = keras.Sequential([layers.Conv2D(filters, 4, strides=2, padding="same", use_bias=not normalize)])
    if normalize:
        block.add(layers.GroupNormalization(8))
    block.add(layers.ReLU(negative_slope=0.2))
    return block


def build_generator(latent_dim):
    start = keras.Sequential([layers.Dense(7 * 7 * 64, use_bias=False), layers.Reshape((7, 7, 64))], name="start")
    end = keras.Sequential([layers.Conv2D(1, 5, padding="same"), layers.Activation("tanh")], name="end")
    return keras.Sequential(
        [keras.Input((latent_dim,)), start, layers.BatchNormalization(), layers.ReLU(), up(32), up(16), end]
    )


def build_discriminator():
    inputs = keras.Input((28, 28, 1))
    x = down(64)(down(32, normalize=False)(inputs))
    head = keras.Sequential([layers.Flatten(), layers.Dropout(0.4), layers.Dense(1, use_bias=False)])
    return keras.Model(inputs, head(x))


def discriminator_loss(real_logits, fake_logits):
    return -ops.mean(ops.log_sigmoid(real_logits)) - ops.mean(ops.log_sigmoid(-fake_logits))


def generator_loss(fake_logits):
    return -ops.mean(keras.activations.log_sigmoid(fake_logits))


class DCGAN(DCGAN):
    def train_step(self, images):
        n = ops.shape(images)[0]
        # All noise of the step at once: a half for each half.
        noise = keras.random.normal((2 * n, self.latent_dim), seed=self.seed_generator)
        d_loss = self.train_discriminator(images, noise[:n])
        g_loss = self.train_generator(noise[n:])
        return {"d_loss": d_loss, "g_loss": g_loss}

    def train_discriminator(self, images, noise):
        fakes = ops.stop_gradient(self.generator(noise, training=True))
        with tf.GradientTape() as tape:
            loss = discriminator_loss(
                fake_logits=self.discriminator(fakes, training=True),
                real_logits=self.discriminator(images, training=True),
            )
        return self.move(self.discriminator, self.d_optimizer, tape, loss)

    def train_generator(self, noise):
        with tf.GradientTape() as tape:
            loss = generator_loss(self.discriminator(self.generator(noise, training=True), training=True))
        return self.move(self.generator, self.g_optimizer, tape, loss)

    def move(self, network, optimizer, tape, loss):
        weights = network.trainable_weights
        optimizer.apply(tape.gradient(loss, weights), weights)
        return loss
