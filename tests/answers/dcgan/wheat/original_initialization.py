# calibrates: 1
# Weights as Radford et al. drew them, three levels of strides in the discriminator, one persistent tape.
import keras
import tensorflow as tf
from keras import layers, ops


def prepare(images):
    return layers.Rescaling(scale=1.0 / 127.5, offset=-1)(images[..., None])


def small():
    return keras.initializers.RandomNormal(mean=0.0, stddev=0.02)


def build_generator(latent_dim):
    gamma = keras.initializers.RandomNormal(1.0, 0.02)
    model = keras.Sequential([keras.Input((latent_dim,))])
    model.add(layers.Dense(7 * 7 * 64, use_bias=False, kernel_initializer=small()))
    model.add(layers.Reshape((7, 7, 64)))
    model.add(layers.BatchNormalization(gamma_initializer=gamma))
    model.add(layers.ReLU())
    for filters in (64, 32):
        model.add(layers.Conv2DTranspose(filters, 4, 2, padding="same", use_bias=False, kernel_initializer=small()))
        model.add(layers.BatchNormalization(gamma_initializer="ones"))
        model.add(layers.ReLU())
    model.add(layers.Conv2DTranspose(1, 4, padding="same", kernel_initializer=small(), activation="tanh"))
    return model


def build_discriminator():
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for level, filters in enumerate((32, 64, 128)):
        model.add(layers.Conv2D(filters, 4, strides=2, padding="same", use_bias=False, kernel_initializer=small()))
        if level:
            model.add(layers.BatchNormalization(momentum=0.8))
        model.add(layers.LeakyReLU(0.2))
        model.add(layers.Dropout(0.25))
    model.add(layers.Conv2D(1, 4, use_bias=False, kernel_initializer=small()))
    model.add(layers.Reshape((1,)))
    return model


class DCGAN(DCGAN):
    def train_step(self, images):
        noise = keras.random.normal((ops.shape(images)[0], self.latent_dim), seed=self.seed_generator)
        with tf.GradientTape(persistent=True) as tape:
            fakes = self.generator(noise, training=True)
            fake_logits = self.discriminator(fakes, training=True)
            d_loss = discriminator_loss(self.discriminator(images, training=True), fake_logits)
            g_loss = generator_loss(fake_logits)
        d_gradients = tape.gradient(d_loss, self.discriminator.trainable_variables)
        g_gradients = tape.gradient(g_loss, self.generator.trainable_variables)
        del tape
        self.d_optimizer.apply(d_gradients, self.discriminator.trainable_variables)
        self.g_optimizer.apply(g_gradients, self.generator.trainable_variables)
        return {"d_loss": d_loss, "g_loss": g_loss}
