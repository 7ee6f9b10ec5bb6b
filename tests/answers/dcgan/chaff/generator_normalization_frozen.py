# fails: generator_layers
# names: does nothing in training
import keras


def build_generator(latent_dim):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            keras.layers.Dense(7 * 7 * 32, use_bias=False),
            keras.layers.Reshape((7, 7, 32)),
            keras.layers.BatchNormalization(trainable=False),
            keras.layers.ReLU(),
            keras.layers.Conv2DTranspose(16, 4, strides=2, padding="same", use_bias=False),
            keras.layers.BatchNormalization(trainable=False),
            keras.layers.ReLU(),
            keras.layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh"),
        ]
    )
