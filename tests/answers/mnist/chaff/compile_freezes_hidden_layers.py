# fails: compiled
# names: Compiling leaves layers as they are
def compile_model(model):
    for layer in model.layers[:-1]:
        layer.trainable = False
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
