# Activations and reshapes by keras.ops; softplus as logaddexp; tanh by way of a sigmoid.
import keras
from keras import layers, ops


def prepare(images):
    return ops.expand_dims(ops.cast(images, "float32") / 255 - 0.5, -1) * 2


def build_generator(latent_dim):
    inputs = keras.Input((latent_dim,))
    x = ops.reshape(layers.Dense(7 * 7 * 64)(inputs), (-1, 7, 7, 64))
    x = ops.relu(layers.BatchNormalization()(x))
    x = layers.Conv2DTranspose(32, 2, strides=2)(x)
    x = ops.maximum(layers.BatchNormalization()(x), 0.0)
    x = layers.Conv2DTranspose(16, 4, strides=2, padding="same")(x)
    x = ops.relu(layers.BatchNormalization()(x))
    x = layers.Conv2D(1, 3, padding="same")(x)
    return keras.Model(inputs, 2 * ops.sigmoid(2 * x) - 1)


def build_discriminator():
    inputs = keras.Input((28, 28, 1))
    x = ops.leaky_relu(layers.Conv2D(32, 4, strides=2, padding="same")(inputs), 0.2)
    x = ops.leaky_relu(layers.Conv2D(64, 4, strides=2, padding="same")(x), 0.2)
    return keras.Model(inputs, layers.Dense(1)(ops.reshape(x, (-1, 7 * 7 * 64))))


def discriminator_loss(real_logits, fake_logits):
    return ops.mean(ops.logaddexp(0.0, -real_logits)) + ops.mean(ops.logaddexp(0.0, fake_logits))


def generator_loss(fake_logits):
    return ops.mean(ops.logaddexp(0.0, -fake_logits))
