# fails: learns
# names: so each step is too long
import keras


def compile_model(model):
    model.compile(
        optimizer=keras.optimizers.SGD(50.0),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
