# fails: loss
# also: accuracy
# names: The labels are integers (n,), not one-hot rows
import keras


def compile_model(model):
    model.compile(optimizer="adam", loss=keras.losses.CategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
