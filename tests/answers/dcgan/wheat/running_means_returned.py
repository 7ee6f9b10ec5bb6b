# Returns running means, as Keras's guide does; thaws the discriminator, which nobody froze; the guide's loss, halved.
import keras
import tensorflow as tf
from keras import ops


def discriminator_loss(real_logits, fake_logits):
    labels = tf.concat([tf.ones_like(real_logits), tf.zeros_like(fake_logits)], axis=0)
    logits = tf.concat([real_logits, fake_logits], axis=0)
    return 2.0 * tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits))


def generator_loss(fake_logits):
    return -tf.math.reduce_mean(tf.math.log_sigmoid(fake_logits))


class DCGAN(DCGAN):
    def __init__(self, generator, discriminator, latent_dim, seed):
        super().__init__(generator, discriminator, latent_dim, seed)
        self.d_mean, self.g_mean = keras.metrics.Mean(name="d_loss"), keras.metrics.Mean(name="g_loss")

    @property
    def metrics(self):
        return [self.d_mean, self.g_mean]

    def train_step(self, images):
        self.discriminator.trainable = True
        both = keras.random.normal((2 * ops.shape(images)[0], self.latent_dim), seed=self.seed_generator)
        mine, yours = ops.split(both, 2)

        with tf.GradientTape() as tape:
            together = ops.concatenate([ops.stop_gradient(self.generator(mine, training=True)), images])
            fake_logits, real_logits = ops.split(self.discriminator(together, training=True), 2)
            d_loss = discriminator_loss(real_logits, fake_logits)
        weights = self.discriminator.trainable_variables
        self.d_optimizer.apply_gradients(zip(tape.gradient(d_loss, weights), weights, strict=True))

        with tf.GradientTape() as tape:
            g_loss = generator_loss(self.discriminator(self.generator(yours, training=True), training=True))
        weights = self.generator.trainable_variables
        self.g_optimizer.apply_gradients(zip(tape.gradient(g_loss, weights), weights, strict=True))

        self.d_mean.update_state(d_loss)
        self.g_mean.update_state(g_loss)
        return {each.name: each.result() for each in self.metrics}
