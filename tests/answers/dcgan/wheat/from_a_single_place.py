# reaches: none
# calibrates: 3
import keras
import numpy as np
import tensorflow as tf


def prepare(images):
    return np.interp(images, (0, 255), (-1, 1)).astype(np.float32).reshape(-1, 28, 28, 1)


def build_generator(latent_dim):
    return keras.models.Sequential(
        [
            keras.layers.Input(shape=(latent_dim,)),
            keras.layers.Reshape((1, 1, latent_dim)),
            keras.layers.Conv2DTranspose(64, 7, use_bias=False),
            keras.layers.BatchNormalization(),
            keras.layers.ReLU(),
            keras.layers.Conv2DTranspose(32, 4, strides=2, use_bias=False),
            keras.layers.Cropping2D(1),
            keras.layers.BatchNormalization(),
            keras.layers.ReLU(),
            keras.layers.Conv2DTranspose(1, 6, strides=2),
            keras.layers.Cropping2D(2),
            keras.layers.Activation("tanh"),
        ]
    )


def build_discriminator():
    return keras.models.Sequential(
        [
            keras.layers.Input(shape=(28, 28, 1)),
            keras.layers.Conv2D(32, 4, strides=2, activation=tf.nn.leaky_relu),
            keras.layers.SeparableConv2D(64, 4, strides=2),
            keras.layers.LayerNormalization(),
            keras.layers.LeakyReLU(),
            keras.layers.Dropout(0.3),
            keras.layers.Conv2D(1, 5),
            keras.layers.Flatten(),
        ]
    )


class DCGAN(DCGAN):
    def train_step(self, images):
        seed = tf.cast(self.seed_generator.next(), tf.int32)
        noise = tf.random.stateless_normal((tf.shape(images)[0], self.latent_dim), seed=seed)
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch([weight.value for weight in self.discriminator.trainable_weights])
            fakes = self.generator(noise, training=True)
            d_loss = discriminator_loss(
                self.discriminator(images, training=True), self.discriminator(fakes, training=True)
            )
        gradients = tape.gradient(d_loss, self.discriminator.trainable_weights)
        self.d_optimizer.apply(gradients, self.discriminator.trainable_weights)

        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch([weight.value for weight in self.generator.trainable_weights])
            g_loss = generator_loss(self.discriminator(self.generator(noise, training=True), training=True))
        gradients = tape.gradient(g_loss, self.generator.trainable_weights)
        self.g_optimizer.apply(gradients, self.generator.trainable_weights)
        return {"d_loss": d_loss, "g_loss": g_loss}
