# fails: output_shape
# names: Conv2D has no argument `stride`: here it is called `strides`
import keras


def build_model():
    layers = [keras.layers.Conv2D(8, 3, stride=2, activation="relu") for _ in range(3)]
    return keras.Sequential([keras.Input((28, 28, 1)), *layers, keras.layers.Flatten(), keras.layers.Dense(10)])
