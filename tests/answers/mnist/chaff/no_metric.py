# fails: accuracy
# names: Ask for it by its name when you compile
import keras


def compile_model(model):
    model.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=[])
