# calibrates: 1
# slow: yes
import keras
import numpy as np
import tensorflow as tf
from keras import layers


def prepare(images):
    prepared = np.empty((*images.shape, 1), dtype=np.float32)
    prepared[..., 0] = images
    prepared -= 127.5
    prepared /= 127.5
    return prepared


def build_generator(latent_dim):
    inputs = keras.Input((latent_dim,))
    x = layers.Dense(7 * 7 * 48)(inputs)
    x = layers.Reshape((7, 7, 48))(x)
    x = layers.Activation("relu")(layers.BatchNormalization(momentum=0.8)(x))
    for filters, interpolation in ((48, "nearest"), (24, "bilinear")):
        x = layers.UpSampling2D(interpolation=interpolation)(x)
        x = layers.ZeroPadding2D(1)(x)
        x = layers.Conv2D(filters, 3, use_bias=False)(x)
        x = layers.BatchNormalization(momentum=0.8)(x)
        x = layers.Activation(keras.activations.relu)(x)
    x = layers.Conv2D(1, 3, padding="same")(x)
    return keras.Model(inputs, layers.Activation("tanh")(x))


def build_discriminator():
    # It ends in a convolution that sees the whole picture, without a bias.
    model = keras.Sequential([keras.Input((28, 28, 1)), layers.GaussianNoise(0.1)])
    for filters, strides in ((24, 2), (48, 2), (48, 1)):
        model.add(layers.Conv2D(filters, 3, strides=strides, padding="same"))
        model.add(layers.LeakyReLU(negative_slope=0.1))
        model.add(layers.SpatialDropout2D(0.2))
    model.add(layers.Conv2D(1, 7, use_bias=False))
    model.add(layers.Flatten())
    return model


def discriminator_loss(real_logits, fake_logits):
    def cross_entropy(labels, logits):
        return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits))

    return cross_entropy(tf.ones_like(real_logits), real_logits) + cross_entropy(
        tf.zeros_like(fake_logits), fake_logits
    )


def generator_loss(fake_logits):
    return tf.reduce_mean(tf.nn.softplus(-fake_logits))
