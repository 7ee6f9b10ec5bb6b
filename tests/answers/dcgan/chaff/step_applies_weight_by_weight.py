# fails: step_generator
# names: Pass all gradients to g_optimizer at once
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
        self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)

        weights = self.generator.trainable_weights
        with tf.GradientTape() as tape:
            g_loss = generator_loss(self.discriminator(self.generator(noise, training=True), training=True))
        self.g_optimizer.build(weights)
        for weight, gradient in zip(weights, tape.gradient(g_loss, weights), strict=True):
            self.g_optimizer.apply([gradient], [weight])

        return {"d_loss": d_loss, "g_loss": g_loss}
