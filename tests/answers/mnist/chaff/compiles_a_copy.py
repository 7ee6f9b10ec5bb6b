# fails: compiled
# names: a copy, or another model, does not count
import keras


def compile_model(model):
    copy = keras.models.clone_model(model)
    copy.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    return copy
