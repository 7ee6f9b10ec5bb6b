# fails: learns
import keras


def compile_model(model):
    model.compile(
        keras.optimizers.Adam(2e-6), keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"]
    )
