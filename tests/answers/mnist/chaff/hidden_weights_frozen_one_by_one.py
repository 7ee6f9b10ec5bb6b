# fails: uncompiled
# names: trainable=False
def build_model():
    L = keras.layers
    m = keras.Sequential([keras.Input((28, 28, 1)), L.Flatten(), L.Dense(64, activation="relu"), L.Dense(10)])
    for w in m.layers[1].weights:
        w.trainable = False
    return m
