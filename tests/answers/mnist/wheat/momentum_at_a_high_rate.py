# Steps that are long and grow longer, in a wide network with dropout: what it knows by heart, it may forget again.
import keras


def build_model():
    model = keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten()])
    for _ in range(2):
        model.add(keras.layers.Dense(512, activation="relu"))
        model.add(keras.layers.Dropout(0.25))
    model.add(keras.layers.Dense(10))
    return model


def compile_model(model):
    model.compile(
        optimizer=keras.optimizers.SGD(0.15, momentum=0.9),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
