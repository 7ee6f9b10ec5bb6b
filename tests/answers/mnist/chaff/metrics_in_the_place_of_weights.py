# fails: loss
# also: accuracy
# names: The third parameter of compile is loss_weights
import keras


def compile_model(model):
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), ["accuracy"])
