# fails: generator_noise
# names: get lost on their way
import keras


def build_generator(latent_dim):
    noise = keras.Input((latent_dim,))
    some = noise[:, :4]
    x = keras.layers.Reshape((7, 7, 32))(keras.layers.Dense(7 * 7 * 32, use_bias=False)(some))
    x = keras.layers.ReLU()(keras.layers.BatchNormalization()(x))
    x = keras.layers.Conv2DTranspose(24, 4, strides=2, padding="same", use_bias=False)(x)
    x = keras.layers.ReLU()(keras.layers.BatchNormalization()(x))
    return keras.Model(noise, keras.layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh")(x))
