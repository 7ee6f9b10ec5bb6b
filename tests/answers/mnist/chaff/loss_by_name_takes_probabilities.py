# fails: loss
# names: This loss takes the scores for probabilities
import keras


def compile_model(model):
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
