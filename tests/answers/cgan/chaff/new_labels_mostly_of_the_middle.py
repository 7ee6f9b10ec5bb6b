# fails: fit
# also: step_labels
# names: Some classes are hardly ever drawn
import keras
import tensorflow as tf
from keras import ops


class CGAN(CGAN):
    def train_step(self, data):
        images, own = data
        count = ops.shape(images)[0]
        labels = ops.cast(keras.random.binomial((count,), 9.0, 0.5, seed=self.seed_generator), "int32")
        noise = keras.random.normal((count, self.latent_dim), seed=self.seed_generator)

        fakes = self.generator([noise, labels], training=True)
        with tf.GradientTape() as tape:
            real_logits = self.discriminator([images, own], training=True)
            fake_logits = self.discriminator([fakes, labels], training=True)
            d_loss = discriminator_loss(real_logits, fake_logits)
        gradients = tape.gradient(d_loss, self.discriminator.trainable_weights)
        self.d_optimizer.apply(gradients, self.discriminator.trainable_weights)
        with tf.GradientTape() as tape:
            fakes = self.generator([noise, labels], training=True)
            g_loss = generator_loss(self.discriminator([fakes, labels], training=True))
        gradients = tape.gradient(g_loss, self.generator.trainable_weights)
        self.g_optimizer.apply(gradients, self.generator.trainable_weights)

        return {"d_loss": d_loss, "g_loss": g_loss}
