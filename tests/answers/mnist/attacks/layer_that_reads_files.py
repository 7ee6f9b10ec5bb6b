# tries: to have the clean worker read a file of the machine, by a layer that loads its vocabulary
# tells: build_model
import keras


def build_model():
    inputs = keras.Input((28, 28, 1))
    x = keras.layers.IntegerLookup(vocabulary="/etc/passwd")(inputs)
    return keras.Model(inputs, x)
