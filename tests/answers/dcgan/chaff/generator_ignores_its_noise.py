# fails: generator_layers
# also: generator_noise, learns
# names: is it used, or multiplied by zero
import keras


def build_generator(latent_dim):
    noise = keras.Input((latent_dim,))
    x = keras.layers.Dense(7 * 7 * 64, use_bias=False)(keras.layers.Rescaling(0.0)(noise))
    x = keras.layers.Reshape((7, 7, 64))(x)
    x = keras.layers.BatchNormalization(momentum=0.9, beta_initializer="random_normal")(x)
    x = keras.layers.ReLU()(x)
    x = keras.layers.Conv2DTranspose(32, 4, strides=2, padding="same", use_bias=False)(x)
    x = keras.layers.BatchNormalization(momentum=0.9)(x)
    x = keras.layers.ReLU()(x)
    x = keras.layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh")(x)
    return keras.Model(noise, x)
