# fails: classifier_fresh
# also: experiment_tested experiment_steps experiment_unseen experiment_returns
# names: Make the layers inside the function
_first = {c: keras.layers.Conv2D(16, 5, strides=4, activation="relu") for c in (1, 3)}


def build_classifier(shape, classes):
    return keras.Sequential(
        [keras.Input(shape), _first[shape[-1]], keras.layers.Flatten(), keras.layers.Dense(classes)]
    )
