# fails: loss
# also: accuracy
import keras


def compile_model(model):
    model.compile(optimizer="adam", loss=keras.losses.CategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
