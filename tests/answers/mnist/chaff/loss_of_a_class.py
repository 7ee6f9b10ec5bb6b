# fails: compiled
# names: SparseCategoricalCrossentropy is a class, and an object of it is wanted: add parentheses
import keras


def compile_model(model):
    model.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy, metrics=["accuracy"])
