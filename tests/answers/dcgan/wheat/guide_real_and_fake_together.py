# As in Keras's guide: in its own half, the discriminator sees real and fake pictures in one batch; new noise for each.
import keras
import tensorflow as tf
from keras import layers, ops


def prepare(images):
    return (images.astype("float32") / 255.0 * 2.0 - 1.0)[:, :, :, None]


def build_generator(latent_dim):
    noise = keras.Input(shape=(latent_dim,), name="noise")
    x = layers.Dense(7 * 7 * 128, activation="relu")(noise)
    x = layers.Reshape((7, 7, 128))(x)
    x = layers.Conv2DTranspose(32, kernel_size=4, strides=2, padding="same")(x)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU()(x)
    outputs = layers.Conv2DTranspose(1, kernel_size=4, strides=2, padding="same", activation=keras.activations.tanh)(x)
    return keras.Model(inputs=[noise], outputs=outputs, name="generator")


def build_discriminator():
    pictures = keras.Input(shape=(28, 28, 1), name="pictures")
    x = pictures
    for filters in (32, 64):
        x = layers.Conv2D(filters, 4, strides=2, padding="same", activation="leaky_relu")(x)
    return keras.Model(pictures, layers.Dense(1)(layers.Flatten()(x)), name="discriminator")


def discriminator_loss(real_logits, fake_logits):
    logits = ops.concatenate([real_logits, fake_logits], axis=0)
    labels = ops.concatenate([ops.ones_like(real_logits), ops.zeros_like(fake_logits)], axis=0)
    return 2 * ops.mean(ops.binary_crossentropy(labels, logits, from_logits=True))


def generator_loss(fake_logits):
    return ops.mean(keras.losses.binary_crossentropy(ops.ones_like(fake_logits), fake_logits, from_logits=True))


class DCGAN(DCGAN):
    def draw(self, count):
        return self.generator(keras.random.normal((count, self.latent_dim), seed=self.seed_generator), training=True)

    def train_step(self, images):
        count = ops.shape(images)[0]
        together = ops.concatenate([self.draw(count), images], axis=0)
        with tf.GradientTape() as tape:
            logits = self.discriminator(together, training=True)
            d_loss = discriminator_loss(logits[count:], logits[:count])
        grads = tape.gradient(d_loss, self.discriminator.trainable_weights)
        self.d_optimizer.apply_gradients(zip(grads, self.discriminator.trainable_weights))

        with tf.GradientTape() as tape:
            g_loss = generator_loss(self.discriminator(self.draw(count), training=True))
        grads = tape.gradient(g_loss, self.generator.trainable_weights)
        self.g_optimizer.apply_gradients(zip(grads, self.generator.trainable_weights))
        return {"g_loss": g_loss, "d_loss": d_loss}
