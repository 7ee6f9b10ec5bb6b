# fails: step_generator
# names: the generator has a loss of its own
import keras
import tensorflow as tf
from keras import ops


class DCGAN(DCGAN):
    def train_step(self, images):
        noise = keras.random.normal((ops.shape(images)[0], self.latent_dim), seed=self.seed_generator)

        with tf.GradientTape(persistent=True) as tape:
            real_logits = self.discriminator(images, training=True)
            fake_logits = self.discriminator(self.generator(noise, training=True), training=True)
            d_loss = discriminator_loss(real_logits, fake_logits)
            g_loss = -d_loss
        self.d_optimizer.apply(
            tape.gradient(d_loss, self.discriminator.trainable_weights), self.discriminator.trainable_weights
        )
        self.g_optimizer.apply(
            tape.gradient(g_loss, self.generator.trainable_weights), self.generator.trainable_weights
        )

        return {"d_loss": d_loss, "g_loss": g_loss}
