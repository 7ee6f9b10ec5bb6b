# Decorated helpers, twice as many fakes for the generator, labels drawn as categories.
def one_hot(labels):
    labels = ops.expand_dims(ops.cast(labels, "int32"), -1)
    return ops.where(ops.equal(labels, ops.reshape(ops.arange(CLASSES), (1, -1))), 1.0, 0.0)


@tf.function
def projection(features, labels, class_vectors, weight, bias):
    table = tf.concat([class_vectors + weight[tf.newaxis]], axis=0)
    rows = tf.nn.embedding_lookup(table, tf.cast(labels, tf.int64))
    return tf.reduce_sum(tf.multiply(features, rows), axis=1, keepdims=True) + bias


def build_generator(latent_dim):
    inputs = [keras.Input((latent_dim,), dtype="float32"), keras.Input((), dtype="int32")]
    merged = ops.append(inputs[0], one_hot(inputs[1]), axis=1)
    layers = keras.layers
    trunk = keras.Sequential(
        [
            layers.Dense(7 * 7 * 32, kernel_initializer=keras.initializers.RandomNormal(stddev=0.02)),
            layers.BatchNormalization(gamma_initializer=keras.initializers.RandomNormal(1.0, 0.02)),
            layers.ReLU(),
            layers.Reshape((7, 7, 32)),
            layers.Conv2DTranspose(32, 3, strides=2, padding="same", output_padding=1),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.Conv2DTranspose(16, 3, strides=2, padding="same", output_padding=1),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.Conv2D(1, 7, padding="same", activation="tanh"),
        ]
    )
    return keras.Model(inputs, trunk(merged))


def build_discriminator():
    layers = keras.layers
    body = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, strides=(2, 2)),
            layers.LeakyReLU(0.3),
            layers.Conv2D(48, 3, strides=(2, 2), use_bias=False),
            layers.GroupNormalization(8),
            layers.LeakyReLU(0.3),
            layers.Conv2D(64, 3, strides=(2, 2), use_bias=False),
            layers.BatchNormalization(),
            layers.LeakyReLU(0.3),
            layers.Flatten(),
        ]
    )
    image, label = keras.Input((28, 28, 1)), keras.Input((), dtype="int32")
    features = body(image)
    ten = layers.Dense(CLASSES)(features)
    logit = ops.take_along_axis(ten, ops.expand_dims(label, -1), axis=1)
    return keras.Model([image, label], logit)


class CGAN(CGAN):
    @tf.function
    def _d_step(self, images, labels, fakes, asked):
        with tf.GradientTape() as tape:
            loss = discriminator_loss(
                self.discriminator([images, labels], training=True), self.discriminator([fakes, asked], training=True)
            )
        weights = self.discriminator.trainable_weights
        self.d_optimizer.apply(tape.gradient(loss, weights), weights)
        return loss

    def train_step(self, data):
        images, labels = data
        labels = tf.cast(labels, tf.int32)
        n = tf.shape(images)[0]
        even = ops.zeros((1, CLASSES))
        asked = ops.cast(keras.random.categorical(even, n, seed=self.seed_generator), "int32")[0]
        noise = keras.random.normal((n, self.latent_dim), 0.0, 1.0, seed=self.seed_generator)
        d_loss = self._d_step(images, labels, self.generator([noise, asked], training=True), asked)

        asked = tf.concat([labels, asked], 0)
        noise = keras.random.normal((2 * n, self.latent_dim), seed=self.seed_generator)
        with tf.GradientTape() as tape:
            g_loss = generator_loss(
                self.discriminator([self.generator([noise, asked], training=True), asked], training=True)
            )
        weights = self.generator.trainable_weights
        self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
        return {"d_loss": d_loss, "g_loss": g_loss}


def ask(generator, digits, latent_dim, seed):
    noise = tf.random.stateless_normal([len(digits), latent_dim], seed=[seed, 17])
    images = generator([noise, ops.cast(ops.array(digits), "int32")], training=False)
    return np.array(images)
