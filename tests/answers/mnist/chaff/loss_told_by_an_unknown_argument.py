# fails: compiled
# names: SparseCategoricalCrossentropy has no argument `logits`; its arguments are from_logits
import keras


def compile_model(model):
    loss = keras.losses.SparseCategoricalCrossentropy(logits=True)
    model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
