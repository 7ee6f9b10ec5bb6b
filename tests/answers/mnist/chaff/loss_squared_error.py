# fails: loss
# also: accuracy
# names: as if digits were amounts
import keras


def compile_model(model):
    model.compile(optimizer="adam", loss="mse", metrics=["accuracy"])
