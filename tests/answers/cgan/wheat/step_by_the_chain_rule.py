# The generator's pass is kept: the discriminator's gradient by the images leads back to it by the chain rule.
def one_hot(labels):
    labels = ops.cast(ops.convert_to_tensor(labels), "int32")
    return ops.take(ops.eye(CLASSES, dtype="float32"), labels, axis=0)


def projection(features, labels, class_vectors, weight, bias):
    vectors = ops.einsum("nc,cd->nd", one_hot(labels), class_vectors)
    return ops.sum(features * (ops.expand_dims(weight, 0) + vectors), axis=-1, keepdims=True) + bias


class Doubling:
    """Nearest neighbours, then a convolution."""

    def __init__(self, filters):
        self.grow = keras.layers.UpSampling2D(2, interpolation="bilinear")
        self.convolve = keras.layers.Conv2D(filters, 5, padding="same", kernel_initializer="he_normal")
        self.norm = keras.layers.BatchNormalization(momentum=0.9, epsilon=1e-5)

    def __call__(self, x):
        return keras.activations.relu(self.norm(self.convolve(self.grow(x))))


def build_generator(latent_dim):
    noise = keras.Input(shape=(latent_dim,), name="noise")
    labels = keras.Input(shape=(), dtype="int32", name="labels")
    vector = keras.layers.Embedding(CLASSES, latent_dim)(labels)
    x = keras.layers.Concatenate()([noise, vector, noise * vector])
    x = keras.layers.Dense(7 * 7 * 32, kernel_initializer="he_uniform")(x)
    x = keras.layers.Reshape((7, 7, 32))(x)
    x = keras.layers.Activation("relu")(keras.layers.BatchNormalization()(x))
    for filters in (32, 16):
        x = Doubling(filters)(x)
    x = keras.layers.Conv2D(1, 3, padding="same")(x)
    return keras.Model(inputs=(noise, labels), outputs=keras.layers.Activation("tanh", dtype="float32")(x))


def build_discriminator():
    image = keras.Input((28, 28, 1))
    labels = keras.Input((), dtype="int32")
    x = image
    for filters in (16, 32, 64):
        x = keras.layers.SpectralNormalization(keras.layers.Conv2D(filters, 4, strides=2, padding="same"))(x)
        x = keras.layers.LeakyReLU(negative_slope=0.1)(x)
        x = keras.layers.Dropout(0.1)(x)
    features = keras.layers.Flatten()(x)
    vectors = keras.layers.Embedding(CLASSES, 1024, embeddings_initializer="orthogonal")(labels)
    fits = keras.layers.Dot(axes=1)([features, vectors])
    return keras.Model(inputs=[image, labels], outputs=keras.layers.Add()([keras.layers.Dense(1)(features), fits]))


class CGAN(CGAN):
    def train_step(self, data):
        images, labels, _ = keras.utils.unpack_x_y_sample_weight(data)
        noise = keras.random.normal(shape=(tf.shape(images)[0], self.latent_dim), seed=self.seed_generator)
        d_weights, g_weights = self.discriminator.trainable_variables, self.generator.trainable_variables

        with tf.GradientTape() as g_tape:
            fakes = self.generator((noise, labels), training=True)

        with tf.GradientTape() as d_tape:
            real_logits = self.discriminator((images, labels), training=True)
            fake_logits = self.discriminator((fakes, labels), training=True)
            d_loss = discriminator_loss(real_logits=real_logits, fake_logits=fake_logits)
        self.d_optimizer.apply_gradients(zip(d_tape.gradient(d_loss, d_weights), d_weights))

        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(fakes)
            g_loss = generator_loss(fake_logits=self.discriminator((fakes, labels), training=True))
        by_image = tape.gradient(g_loss, fakes)
        by_weight = g_tape.gradient(fakes, g_weights, output_gradients=by_image)
        self.g_optimizer.apply_gradients(zip(by_weight, g_weights))
        return {"d_loss": d_loss, "g_loss": g_loss}


def ask(generator, digits, latent_dim, seed):
    digits = np.asarray(digits).astype("int32")
    noise = np.random.default_rng(seed).standard_normal((len(digits), latent_dim), dtype=np.float32)
    return generator.predict([noise, digits], batch_size=32, verbose=0)
