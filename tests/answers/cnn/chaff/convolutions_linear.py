# fails: nonlinearity
# names: Layers in a row are one linear map
import keras


def build_model():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(16, 3, strides=2, use_bias=True),
            keras.layers.Conv2D(32, 3, strides=2, use_bias=True),
            keras.layers.Conv2D(32, 3, strides=1, use_bias=True),
            keras.layers.Flatten(),
            keras.layers.Dense(10),
        ]
    )
