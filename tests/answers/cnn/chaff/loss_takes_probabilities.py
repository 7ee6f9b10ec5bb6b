# fails: loss
# names: This loss takes the scores for probabilities
import keras


def compile_model(model):
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
