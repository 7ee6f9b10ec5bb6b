# fails: loss
# names: Keras reports their mean, but steps by their sum
import keras


def compile_model(model):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")
    model.compile("adam", loss, metrics=["accuracy"])
