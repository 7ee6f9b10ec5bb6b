# fails: compiled
# names: make a new one in each call
OPTIMIZER = keras.optimizers.Adam()


def compile_model(model):
    model.compile(OPTIMIZER, keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
