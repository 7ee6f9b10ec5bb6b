# tries: to have the checker load a class of its own
# tells: the class Mine
import keras


@keras.saving.register_keras_serializable("keras.layers", "Mine")
class Mine(keras.layers.Layer):
    def call(self, x):
        return x[:, 0, :10, 0]


def build_model():
    return keras.Sequential([keras.Input((28, 28, 1)), Mine()])
