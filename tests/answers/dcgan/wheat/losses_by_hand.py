import keras
import tensorflow as tf
from keras import layers, ops


def cross_entropy(logits, label):
    # max(x, 0) - x * label + log(1 + exp(-|x|)), which never overflows.
    return ops.mean(ops.maximum(logits, 0) - logits * label + ops.log1p(ops.exp(-ops.abs(logits))))


def discriminator_loss(real_logits, fake_logits):
    return cross_entropy(real_logits, 1.0) + cross_entropy(fake_logits, 0.0)


def generator_loss(fake_logits):
    return cross_entropy(fake_logits, 1.0)


def build_generator(latent_dim):
    # One upsampling for both doublings.
    return keras.Sequential(
        [
            layers.Input((latent_dim,)),
            layers.Dense(7 * 7 * 40),
            layers.BatchNormalization(synchronized=True),
            layers.Activation("relu"),
            layers.Reshape((7, 7, 40)),
            layers.UpSampling2D(4),
            layers.Conv2D(20, 5, padding="same"),
            layers.BatchNormalization(),
            layers.ReLU(max_value=6),
            layers.Conv2D(1, 5, padding="same", activation="tanh"),
        ]
    )


class DCGAN(DCGAN):
    def train_step(self, images):
        z = keras.random.normal((2, ops.shape(images)[0], self.latent_dim), seed=self.seed_generator)
        D, G = self.discriminator, self.generator

        # A tape for each kind of picture; the gradient of a sum is the sum of the gradients.
        with tf.GradientTape() as real_tape:
            real_loss = cross_entropy(D(images, training=True), 1.0)
        with tf.GradientTape() as fake_tape:
            fake_loss = cross_entropy(D(G(z[0], training=True), training=True), 0.0)
        weights = D.trainable_variables
        both = zip(real_tape.gradient(real_loss, weights), fake_tape.gradient(fake_loss, weights), strict=True)
        self.d_optimizer.apply([real + fake for real, fake in both], weights)

        # The loss's slope by the logits is known: the tape has to go back from there only.
        with tf.GradientTape() as tape:
            logits = D(G(z[1], training=True), training=True)
        slope = -ops.sigmoid(-logits) / ops.cast(ops.shape(logits)[0], "float32")
        weights = G.trainable_variables
        self.g_optimizer.apply(tape.gradient(logits, weights, output_gradients=slope), weights)
        return {"d_loss": real_loss + fake_loss, "g_loss": generator_loss(logits)}
