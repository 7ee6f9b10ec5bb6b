# fails: nonlinearity
# names: the whole network is one linear map
import keras
from keras import ops


def build_model():
    image = keras.Input((28, 28, 1))
    x = keras.layers.Dense(64)(keras.layers.Flatten()(image))
    return keras.Model(image, keras.layers.Dense(10)(ops.relu(x) - ops.relu(-x)))
