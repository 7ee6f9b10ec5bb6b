# fails: logits
# names: Dropout or noise stands behind
def build_model():
    L = keras.layers
    return keras.Sequential(
        [keras.Input((28, 28, 1)), L.Flatten(), L.Dense(128, activation="relu"), L.Dense(10), L.GaussianDropout(0.5)]
    )
