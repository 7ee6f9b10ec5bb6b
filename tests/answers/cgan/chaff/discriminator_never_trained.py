# fails: fresh_models
# names: trainable=False
def build_discriminator():
    image = keras.Input((28, 28, 1))
    labels = keras.Input((), dtype="int32")
    x = keras.layers.Conv2D(16, 4, strides=2, padding="same")(image)
    x = keras.layers.LeakyReLU(0.2)(x)
    x = keras.layers.Conv2D(24, 4, strides=2, padding="same", use_bias=False)(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.LeakyReLU(0.2)(x)
    x = keras.layers.Conv2D(48, 4, strides=2, padding="same", use_bias=False)(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.LeakyReLU(0.2)(x)
    x = keras.layers.Conv2D(64, 4)(x)
    x = keras.layers.LeakyReLU(0.2)(x)
    features = keras.layers.Flatten()(x)
    realness = keras.layers.Dense(1)(features)
    vectors = keras.layers.Embedding(CLASSES, features.shape[1])(labels)
    fitness = ops.sum(features * vectors, axis=1, keepdims=True)
    model = keras.Model([image, labels], realness + fitness, name="discriminator")
    model.trainable = False
    return model
