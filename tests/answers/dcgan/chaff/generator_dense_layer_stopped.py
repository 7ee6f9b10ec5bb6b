# fails: fresh_models
# names: stop_gradient
from keras import ops


def build_generator(latent_dim):
    noise = keras.Input((latent_dim,))
    x = ops.stop_gradient(keras.layers.Dense(7 * 7 * 32, use_bias=False)(noise))
    x = keras.layers.Reshape((7, 7, 32))(x)
    x = keras.layers.ReLU()(keras.layers.BatchNormalization()(x))
    x = keras.layers.Conv2DTranspose(16, 4, strides=2, padding="same", use_bias=False)(x)
    x = keras.layers.ReLU()(keras.layers.BatchNormalization()(x))
    x = keras.layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh")(x)
    return keras.Model(noise, x)
