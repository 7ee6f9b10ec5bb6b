# fails: generator_noise
# names: stride is larger than its kernel
from keras import Input, Model, layers


def build_generator(latent_dim):
    noise = Input((latent_dim,))
    x = layers.Dense(7 * 7 * 48, use_bias=False)(noise)
    x = layers.ReLU()(layers.BatchNormalization()(layers.Reshape((7, 7, 48))(x)))
    x = layers.Conv2DTranspose(24, 4, strides=2, padding="same", use_bias=False)(x)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    return Model(noise, layers.Conv2DTranspose(1, 1, strides=2, padding="same", activation="tanh")(x))
