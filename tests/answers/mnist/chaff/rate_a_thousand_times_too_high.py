# fails: learns
# also: trained
# names: so each step is too long
import keras


def compile_model(model):
    model.compile(
        optimizer=keras.optimizers.Adam(1.0),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
