# fails: generator_growth
# also: learns
# names: Upsampling only copies or blends pixels
import keras


def build_generator(latent_dim):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            keras.layers.Dense(7 * 7 * 64, use_bias=False),
            keras.layers.Reshape((7, 7, 64)),
            keras.layers.BatchNormalization(momentum=0.9),
            keras.layers.ReLU(),
            keras.layers.Conv2DTranspose(32, 4, strides=2, padding="same", use_bias=False),
            keras.layers.BatchNormalization(momentum=0.9),
            keras.layers.ReLU(),
            keras.layers.Conv2D(1, 3, padding="same", activation="tanh"),
            keras.layers.UpSampling2D(),
        ]
    )
