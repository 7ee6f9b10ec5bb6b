# seed: 7
# The discriminator has a logit for each class; that of the label is taken. The label comes into the generator by an
# embedding.
def one_hot(labels):
    return tf.one_hot(labels, CLASSES)


def projection(features, labels, class_vectors, weight, bias):
    plain = ops.matmul(features, ops.reshape(weight, (-1, 1))) + bias
    for_each_class = ops.matmul(features, ops.transpose(class_vectors))  # (n, 10)
    return plain + ops.sum(for_each_class * one_hot(labels), axis=1, keepdims=True)


def build_generator(latent_dim):
    noise = keras.Input((latent_dim,), name="noise")
    label = keras.Input((), dtype="int32", name="label")
    x = keras.layers.Concatenate()([noise, keras.layers.Embedding(CLASSES, 10)(label)])
    return keras.Model([noise, label], grown(x))


def grown(x):
    layers = keras.layers
    x = layers.Reshape((7, 7, 48))(layers.Dense(7 * 7 * 48, use_bias=False)(x))
    x = layers.ReLU()(layers.BatchNormalization()(x))
    for _ in range(2):
        x = layers.Conv2D(48, 3, padding="same", use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Conv2DTranspose(24, 4, strides=2, padding="same", use_bias=False)(x)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    return layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh")(x)


def seen(x):
    layers = keras.layers
    x = layers.LeakyReLU(0.2)(layers.Conv2D(16, 4, strides=2, padding="same")(x))
    for filters in (24, 48):
        x = layers.Conv2D(filters, 4, strides=2, padding="same", use_bias=False)(x)
        x = layers.LeakyReLU(0.2)(layers.BatchNormalization()(x))
    return layers.Flatten()(layers.LeakyReLU(0.2)(layers.Conv2D(64, 4)(x)))


def build_discriminator():
    image = keras.Input((28, 28, 1))
    label = keras.Input((), dtype="int32")
    logits = keras.layers.Dense(CLASSES)(seen(image))
    picked = ops.take_along_axis(logits, ops.expand_dims(label, 1), axis=1)
    return keras.Model([image, label], picked)
