# Both gradients before either network moves, everything in one call; new wings by chance; tensors throughout.
def prepare(images):
    return np.float32(images) / np.float32(255) * 2 - 1


def build_generator(latent_dim, bodies):
    noise, body, wings = keras.Input((latent_dim,)), keras.Input((), dtype="int32"), keras.Input((1,))
    told = keras.layers.Concatenate()(
        [keras.layers.CategoryEncoding(bodies, "one_hot")(keras.layers.Reshape((1,))(body)), wings]
    )
    x = keras.layers.Dense(8 * 8 * 32, kernel_initializer="orthogonal")(keras.layers.Concatenate()([noise, told]))
    x = keras.layers.Reshape((8, 8, 32))(x)
    maps = keras.layers.Reshape((8, 8, bodies + 1))(keras.layers.RepeatVector(64)(told))
    x = keras.layers.Concatenate()([x, maps])
    for filters in (64, 32):
        x = keras.layers.Conv2DTranspose(filters, 5, strides=2, padding="same", use_bias=False)(x)
        x = keras.layers.GroupNormalization(8)(x)
        x = keras.layers.Activation("swish")(x)
    return keras.Model([noise, body, wings], keras.layers.Conv2D(3, 5, padding="same", activation="tanh")(x))


def build_discriminator(bodies):
    image, body, wings = keras.Input((32, 32, 3)), keras.Input((), dtype="int32"), keras.Input((1,))
    x = keras.layers.GaussianNoise(0.1)(image)
    for filters in (32, 48, 64):
        x = keras.layers.Conv2D(filters, 5, strides=2, padding="same")(x)
        x = keras.layers.LeakyReLU(0.2)(x)
        x = keras.layers.Dropout(0.2)(x)
    x = keras.layers.Flatten()(x)
    # Everything meets in hidden layers.
    x = keras.layers.Dense(64, activation="leaky_relu")(x)
    told = ops.concatenate([ops.one_hot(body, bodies), wings], axis=1)
    x = keras.layers.Concatenate()([x, keras.layers.Dense(64)(told), x * keras.layers.Dense(64)(told)])
    x = keras.layers.Dense(32, activation="leaky_relu")(x)
    return keras.Model([image, body, wings], keras.layers.Dense(1)(x))


class Maker(Maker):
    def train_step(self, data):
        images, bodies, wings = data
        count = ops.shape(images)[0]
        asked = keras.random.randint((count,), 0, BODIES, seed=self.seed_generator)
        winged = keras.random.binomial((count, 1), 1, 0.5, seed=self.seed_generator)
        noise = keras.random.normal((count, self.latent_dim), seed=self.seed_generator)
        bodies = ops.cast(bodies, "int32")
        with tf.GradientTape(persistent=True) as tape:
            fakes = self.generator([noise, asked, winged], training=True)
            everything = [ops.concatenate(pair) for pair in ((images, fakes), (bodies, asked), (wings, winged))]
            real, fake = ops.split(self.discriminator(everything, training=True), 2)
            d_loss, g_loss = discriminator_loss(real, fake), generator_loss(fake)
        moves = []
        for loss, network, optimizer in (
            (d_loss, self.discriminator, self.d_optimizer),
            (g_loss, self.generator, self.g_optimizer),
        ):
            moves.append((optimizer, tape.gradient(loss, network.trainable_weights), network.trainable_weights))
        for optimizer, gradients, weights in moves:
            optimizer.apply(gradients, weights)
        return {"g_loss": g_loss, "d_loss": d_loss, "real": ops.mean(real)}


def pegasuses(generator, count, wings, seed):
    keras.utils.set_random_seed(seed)
    noise = keras.random.normal((count, generator.inputs[0].shape[1]))
    drawn = generator((noise, ops.zeros((count,), "int32"), wings * ops.ones((count, 1))), training=False)
    return np.asarray(ops.cast(ops.round(ops.clip((drawn + 1) * 127.5, 0, 255)), "uint8"))


def novelty(images, training):
    known = ops.reshape(ops.cast(training, "float32"), (len(training), -1))

    def nearest(one):
        return ops.sqrt(ops.min(ops.sum(ops.square(known - ops.reshape(ops.cast(one, "float32"), (1, -1))), axis=1)))

    return np.array([float(nearest(one)) for one in images])


def mean_difference(with_wings, without):
    first, second = (ops.mean(ops.cast(each, "float32"), axis=0) for each in (with_wings, without))
    return ops.convert_to_numpy(first - second)
