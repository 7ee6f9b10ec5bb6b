import keras


def prepare(images, labels):
    images = keras.ops.cast(images, "float32") * (1 / 255)
    return keras.ops.expand_dims(images, -1), labels


def build_model():
    inputs = keras.Input((28, 28, 1))
    x = keras.ops.reshape(inputs - 0.13, (-1, 784))
    x = keras.ops.relu(keras.layers.Dense(64)(x))
    return keras.Model(inputs, keras.layers.Dense(10)(x))


def compile_model(model):
    def loss(labels, logits):
        logits = keras.ops.cast(logits, "float32")
        right = keras.ops.one_hot(keras.ops.cast(keras.ops.reshape(labels, (-1,)), "int32"), 10)
        return keras.ops.mean(keras.ops.logsumexp(logits, axis=-1) - keras.ops.sum(right * logits, axis=-1))

    model.compile(optimizer=keras.optimizers.AdamW(1e-3), loss=loss, metrics=["accuracy"])
