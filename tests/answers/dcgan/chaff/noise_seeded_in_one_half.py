# fails: step_noise
# also: fit
# names: the noise in the generator's half of the first step of a second DCGAN
import keras
import tensorflow as tf
from keras import ops


class DCGAN(DCGAN):
    def train_step(self, images):
        n = ops.shape(images)[0]
        noise = keras.random.normal((n, self.latent_dim), seed=self.seed_generator)
        fakes = self.generator(noise, training=True)
        with tf.GradientTape() as tape:
            d_loss = discriminator_loss(
                self.discriminator(images, training=True), self.discriminator(fakes, training=True)
            )
        weights = self.discriminator.trainable_weights
        gradients = tape.gradient(d_loss, weights)
        self.d_optimizer.apply(gradients, weights)

        noise = tf.random.normal((n, self.latent_dim))
        with tf.GradientTape() as tape:
            g_loss = generator_loss(self.discriminator(self.generator(noise, training=True), training=True))
        weights = self.generator.trainable_weights
        gradients = tape.gradient(g_loss, weights)
        self.g_optimizer.apply(gradients, weights)
        return {"d_loss": d_loss, "g_loss": g_loss}
