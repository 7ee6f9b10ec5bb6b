# Scores of two branches, of which one is linear; the last scale begins at zero; seeds by a generator of Keras's own.
import keras
from keras import ops


def build_model():
    seeds = keras.random.SeedGenerator(3)
    inputs = keras.Input((28, 28, 1))
    flat = ops.reshape(ops.cast(inputs, "float32"), (-1, 784))
    hidden = keras.layers.Dense(64, kernel_initializer=keras.initializers.HeNormal(seed=seeds))(flat)
    hidden = keras.activations.relu(hidden, negative_slope=0.1)
    wide = keras.layers.Dense(10)(flat)
    deep = keras.layers.BatchNormalization(gamma_initializer="zeros")(keras.layers.Dense(10)(hidden))
    return keras.Model(inputs, ops.log_softmax(wide + deep))
