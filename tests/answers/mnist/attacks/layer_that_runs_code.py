# tries: to have the checker run code of its own, by a Lambda layer
# tells: the class Lambda
import keras


def build_model():
    inputs = keras.Input((28, 28, 1))
    return keras.Model(inputs, keras.layers.Lambda(lambda x: open("owned", "w") and x[:, 0, :10, 0])(inputs))
