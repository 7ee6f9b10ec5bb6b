# fails: logits
# also: learns trained
# names: celu: from -1 to
# A loop that gives the scores what it gives all layers before them.
import keras


def build_model():
    model = keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten()])
    for units in (64, 10):
        model.add(keras.layers.Dense(units, use_bias=False))
        model.add(keras.layers.BatchNormalization())
        model.add(keras.layers.Activation("celu"))
    return model
