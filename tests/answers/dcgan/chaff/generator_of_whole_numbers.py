# fails: generator_shape
# names: Leave out dtype
import keras


def build_generator(latent_dim):
    return keras.Sequential(
        [
            keras.Input((latent_dim,), dtype="int32"),
            keras.layers.Dense(7 * 7 * 32, use_bias=False),
            keras.layers.Reshape((7, 7, 32)),
            keras.layers.BatchNormalization(),
            keras.layers.ReLU(),
            keras.layers.Conv2DTranspose(16, 4, strides=2, padding="same", use_bias=False),
            keras.layers.BatchNormalization(),
            keras.layers.ReLU(),
            keras.layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh"),
        ]
    )
