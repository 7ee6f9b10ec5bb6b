# fails: loss
# also: accuracy
# names: Ask for the accuracy by its name
import keras


def compile_model(model):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss, metrics=[keras.metrics.Accuracy()])
