# fails: generator_shape
# names: don't write a number instead of it
import keras


def build_generator(latent_dim):
    return keras.Sequential(
        [
            keras.Input((100,)),
            keras.layers.Dense(7 * 7 * 64, use_bias=False),
            keras.layers.Reshape((7, 7, 64)),
            keras.layers.BatchNormalization(momentum=0.9),
            keras.layers.ReLU(),
            keras.layers.Conv2DTranspose(32, 4, strides=2, padding="same", use_bias=False),
            keras.layers.BatchNormalization(momentum=0.9),
            keras.layers.ReLU(),
            keras.layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh"),
        ]
    )
