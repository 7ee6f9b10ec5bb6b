# Normal numbers by the method of Box and Muller; a decorated helper for each half; more in the logs than asked for.
import keras
import numpy as np
import tensorflow as tf
from keras import ops


class DCGAN(DCGAN):
    def noise(self, n):
        u = keras.random.uniform((2, n, self.latent_dim), minval=1e-7, seed=self.seed_generator)
        return ops.sqrt(-2 * ops.log(u[0])) * ops.cos(2 * np.pi * u[1])

    def train_step(self, images):
        d_loss, real_logits, fake_logits = self.discriminator_step(images)
        g_loss = self.generator_step(ops.shape(images)[0])
        return {
            "d_loss": d_loss,
            "g_loss": g_loss,
            "real_accuracy": ops.mean(ops.cast(real_logits > 0, "float32")),
            "fake_accuracy": ops.mean(ops.cast(fake_logits < 0, "float32")),
        }

    @tf.function
    def discriminator_step(self, images):
        with tf.GradientTape() as tape:
            fakes = self.generator(self.noise(tf.shape(images)[0]), training=True)
            logits = self.discriminator(images, training=True), self.discriminator(fakes, training=True)
            loss = discriminator_loss(*logits)
        weights = self.discriminator.trainable_variables
        self.d_optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return loss, *logits

    @tf.function
    def generator_step(self, n):
        with tf.GradientTape() as tape:
            loss = generator_loss(self.discriminator(self.generator(self.noise(n), training=True), training=True))
        weights = self.generator.trainable_variables
        self.g_optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return loss
