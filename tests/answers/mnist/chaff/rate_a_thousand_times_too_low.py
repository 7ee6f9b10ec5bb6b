# fails: learns
# names: each step is too short
import keras


def compile_model(model):
    model.compile(
        optimizer=keras.optimizers.Adam(1e-6),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
