# fails: loss
# also: accuracy
import keras


def compile_model(model):
    model.compile(optimizer="adam", loss="mse", metrics=["accuracy"])
