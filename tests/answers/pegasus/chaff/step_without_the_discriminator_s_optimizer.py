# fails: step_optimizers
# names: Have d_optimizer apply the gradients
import keras
import tensorflow as tf
from keras import ops


class Maker(Maker):
    def train_step(self, data):
        images, bodies, wings = data
        noise = keras.random.normal((ops.shape(images)[0], self.latent_dim), seed=self.seed_generator)
        fakes = self.generator([noise, bodies, wings], training=True)
        with tf.GradientTape() as tape:
            real_logits = self.discriminator([images, bodies, wings], training=True)
            fake_logits = self.discriminator([fakes, bodies, wings], training=True)
            d_loss = discriminator_loss(real_logits, fake_logits)
        gradients = tape.gradient(d_loss, self.discriminator.trainable_weights)
        for g, w in zip(gradients, self.discriminator.trainable_weights):
            w.assign_sub(self.d_optimizer.learning_rate * g)
        with tf.GradientTape() as tape:
            fakes = self.generator([noise, bodies, wings], training=True)
            g_loss = generator_loss(self.discriminator([fakes, bodies, wings], training=True))
        gradients = tape.gradient(g_loss, self.generator.trainable_weights)
        self.g_optimizer.apply(gradients, self.generator.trainable_weights)
        return {"d_loss": d_loss, "g_loss": g_loss}
