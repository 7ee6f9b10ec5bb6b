# The formulas by NumPy, on arrays and on tensors that have values: what they are for is left to layers. The class
# vectors come out of a dense layer; nested models; the label's ones and zeros are made by a layer.
def one_hot(labels):
    return np.eye(CLASSES, dtype="float32")[np.asarray(labels)]


def projection(features, labels, class_vectors, weight, bias):
    features, vectors = np.asarray(features), np.asarray(class_vectors)[np.asarray(labels)]
    return (features @ np.asarray(weight) + bias + np.sum(features * vectors, axis=-1)).reshape(-1, 1).tolist()


def build_generator(latent_dim):
    layers = keras.layers
    noise, label = keras.Input((latent_dim,)), keras.Input((), dtype="int32")
    told = layers.CategoryEncoding(num_tokens=CLASSES, output_mode="one_hot")(label)
    grows = keras.Sequential(
        [
            keras.Input((latent_dim + CLASSES,)),
            layers.Dense(7 * 7 * 48),
            layers.Reshape((7, 7, 48)),
            layers.BatchNormalization(),
            layers.Activation("relu"),
            layers.Conv2DTranspose(48, 5, strides=2, padding="same"),
            layers.BatchNormalization(),
            layers.Activation("relu"),
            layers.Conv2DTranspose(24, 5, strides=2, padding="same"),
            layers.BatchNormalization(),
            layers.Activation("relu"),
            layers.Conv2D(1, 5, padding="same", activation="tanh"),
        ]
    )
    return keras.Model(inputs=[noise, label], outputs=grows(layers.Concatenate()([noise, told])))


def build_discriminator():
    layers = keras.layers
    image, label = keras.Input((28, 28, 1)), keras.Input((), dtype="int32")
    sees = keras.Sequential([keras.Input((28, 28, 1))])
    for filters in (32, 64, 64):
        sees.add(layers.Conv2D(filters, 4, strides=2, padding="same"))
        sees.add(layers.LeakyReLU(0.2))
    sees.add(layers.Flatten())
    features = sees(image)
    told = layers.CategoryEncoding(num_tokens=CLASSES, output_mode="one_hot")(label)
    vector = layers.Dense(features.shape[1], use_bias=False)(told)
    return keras.Model([image, label], layers.Dense(1)(features) + layers.Dot(axes=1)([features, vector]))
