import keras


def build_model():
    body = keras.Sequential([keras.Input((784,)), keras.layers.Dense(64, "gelu"), keras.layers.Dense(64)], name="body")
    inputs = keras.Input((28, 28, 1))
    flat = keras.layers.Flatten()(inputs)
    x = keras.layers.Add()([body(flat), keras.layers.Dense(64)(flat)])
    x = keras.layers.LayerNormalization()(keras.layers.Activation(keras.activations.swish)(x))
    return keras.Model(inputs, keras.layers.Dense(10)(x))


def compile_model(model):
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=1e-3, clipnorm=1.0),
        loss=[keras.losses.SparseCategoricalCrossentropy(from_logits=True)],
        metrics=["accuracy"],
    )
