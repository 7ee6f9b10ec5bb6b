# Each row of pixels through one dense layer, the rows mixed by another: an MLP-mixer, dense layers only.
def prepare(images, labels):
    images = images.astype(np.float32)[:, :, :, np.newaxis]
    images *= np.float32(1 / 255)
    return images, labels


def build_model():
    inputs = keras.Input((28, 28, 1))
    x = keras.layers.Reshape((28, 28))(inputs)
    x = keras.layers.Dense(32, activation="gelu")(x)
    x = keras.layers.Permute((2, 1))(x)
    x = keras.layers.Dense(32, activation="gelu")(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(64, activation="gelu")(x)
    return keras.Model(inputs, keras.layers.Dense(10)(x))


def compile_model(model):
    optimizer = keras.optimizers.SGD(
        keras.optimizers.schedules.PiecewiseConstantDecay([1500], [0.1, 0.02]), momentum=0.9, nesterov=True
    )
    model.compile(
        optimizer=optimizer, loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"]
    )
