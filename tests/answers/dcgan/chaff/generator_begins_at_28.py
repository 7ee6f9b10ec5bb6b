# fails: generator_growth
# also: learns
# names: and a Reshape make a small image of them
import keras


def build_generator(latent_dim):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            keras.layers.Dense(28 * 28, use_bias=False),
            keras.layers.Reshape((28, 28, 1)),
            keras.layers.BatchNormalization(momentum=0.9),
            keras.layers.ReLU(),
            keras.layers.Conv2D(8, 4, padding="same", use_bias=False),
            keras.layers.BatchNormalization(momentum=0.9),
            keras.layers.ReLU(),
            keras.layers.Conv2D(1, 4, padding="same", activation="tanh"),
        ]
    )
