# seed: 11
# reaches: easy
# The label scales the features, and in the generator the noise; labels of fakes are new ones.
def one_hot(labels):
    return ops.take(ops.eye(10), ops.cast(labels, "int32"), axis=0)


def projection(features, labels, class_vectors, weight, bias):
    vectors = ops.matmul(one_hot(labels), class_vectors)
    return ops.einsum("nd,nd->n", features, vectors + weight)[:, None] + bias


def build_generator(latent_dim):
    noise = keras.Input((latent_dim,))
    label = keras.Input((), dtype="int32")
    # The old habit: noise and the vector of the label are multiplied.
    vector = keras.layers.Flatten()(keras.layers.Embedding(10, latent_dim, embeddings_initializer="normal")(label))
    x = keras.layers.multiply([noise, vector])
    x = keras.layers.Concatenate()([x, vector])
    x = keras.layers.Dense(7 * 7 * 48, use_bias=False)(x)
    x = keras.layers.Reshape((7, 7, 48))(x)
    x = keras.layers.ReLU()(keras.layers.BatchNormalization()(x))
    x = keras.layers.Conv2D(48, 3, padding="same", use_bias=False)(x)
    x = keras.layers.ReLU()(keras.layers.BatchNormalization()(x))
    x = keras.layers.Conv2DTranspose(24, 4, strides=2, padding="same", use_bias=False)(x)
    x = keras.layers.ReLU()(keras.layers.BatchNormalization()(x))
    x = keras.layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh")(x)
    return keras.Model([noise, label], x)


def build_discriminator():
    image = keras.Input((28, 28, 1))
    label = keras.Input((), dtype="int32")
    x = keras.layers.LeakyReLU(0.2)(keras.layers.Conv2D(16, 4, strides=2, padding="same")(image))
    for filters in (24, 48):
        x = keras.layers.Conv2D(filters, 4, strides=2, padding="same", use_bias=False)(x)
        x = keras.layers.LeakyReLU(0.2)(keras.layers.BatchNormalization()(x))
    x = keras.layers.Flatten()(keras.layers.LeakyReLU(0.2)(keras.layers.Conv2D(64, 4)(x)))
    vector = keras.layers.Embedding(10, 64, embeddings_initializer="ones")(label)
    return keras.Model([image, label], keras.layers.Dense(1)(keras.layers.Multiply()([x, vector])))


class CGAN(CGAN):
    def train_step(self, data):
        images, labels = data
        count = ops.shape(images)[0]
        new = keras.random.randint((count,), 0, 10, seed=self.seed_generator)

        def fakes():
            noise = keras.random.normal((count, self.latent_dim), seed=self.seed_generator)
            return self.generator([noise, new], training=True)

        with tf.GradientTape() as tape:
            drawn = fakes()
            d_loss = discriminator_loss(
                self.discriminator([images, labels], training=True), self.discriminator([drawn, new], training=True)
            )
        weights = self.discriminator.trainable_variables
        self.d_optimizer.apply_gradients(zip(tape.gradient(d_loss, weights), weights))
        with tf.GradientTape() as tape:
            g_loss = generator_loss(self.discriminator([fakes(), new], training=True))
        weights = self.generator.trainable_variables
        self.g_optimizer.apply_gradients(zip(tape.gradient(g_loss, weights), weights))
        return {"d_loss": d_loss, "g_loss": g_loss}


def ask(generator, digits, latent_dim, seed):
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal((len(digits), latent_dim)).astype("float32")
    return generator.predict([noise, np.asarray(digits)], verbose=0)
