# fails: loss
# also: accuracy
# names: The third parameter of compile is loss_weights
import keras


def compile_model(model):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(), loss, [keras.metrics.SparseCategoricalAccuracy(name="accuracy")])
