# fails: compiled
# names: Compiling leaves layers and weights as they are
import keras


def compile_model(model):
    model.add(keras.layers.Softmax())
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
