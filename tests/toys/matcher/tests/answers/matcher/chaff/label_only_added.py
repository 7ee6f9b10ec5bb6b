# fails: together
# names: one label better than another for every image
def build_model():
    images, labels = keras.Input((28, 28, 1)), keras.Input((), dtype="int32")
    score = keras.layers.Dense(1)(keras.layers.Flatten()(images))
    added = keras.layers.Embedding(10, 1)(labels)
    return keras.Model([images, labels], keras.layers.Add()([score, added]))
