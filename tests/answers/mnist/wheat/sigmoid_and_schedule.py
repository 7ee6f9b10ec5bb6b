import keras


def build_model():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(100, activation="sigmoid", kernel_initializer="he_normal"),
            keras.layers.Dense(10, kernel_initializer=keras.initializers.RandomNormal(stddev=0.01)),
        ]
    )


def compile_model(model):
    schedule = keras.optimizers.schedules.CosineDecay(3e-3, decay_steps=2000)
    model.compile(
        optimizer=keras.optimizers.Nadam(schedule),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True, name="cross_entropy"),
        metrics=["accuracy"],
    )
