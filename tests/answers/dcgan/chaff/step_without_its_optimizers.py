# fails: step_discriminator
# also: step_generator
# names: Have d_optimizer apply the gradients
import keras
import tensorflow as tf
from keras import ops


class DCGAN(DCGAN):
    def train_step(self, images):
        noise = keras.random.normal((ops.shape(images)[0], self.latent_dim), seed=self.seed_generator)
        fakes = self.generator(noise, training=True)
        weights = self.discriminator.trainable_weights
        with tf.GradientTape() as tape:
            real_logits = self.discriminator(images, training=True)
            fake_logits = self.discriminator(fakes, training=True)
            d_loss = discriminator_loss(real_logits, fake_logits)
        for weight, gradient in zip(weights, tape.gradient(d_loss, weights), strict=True):
            weight.assign_sub(self.d_optimizer.learning_rate * gradient)

        weights = self.generator.trainable_weights
        with tf.GradientTape() as tape:
            g_loss = generator_loss(self.discriminator(self.generator(noise, training=True), training=True))
        for weight, gradient in zip(weights, tape.gradient(g_loss, weights), strict=True):
            weight.assign_sub(self.g_optimizer.learning_rate * gradient)

        return {"d_loss": d_loss, "g_loss": g_loss}
