# Real and fake images are shifted alike before they are judged; a moving average of losses; decorated helpers.
def prepare(images):
    return np.stack([image.astype("float32") for image in images]) * (2 / 255) - 1


def build_generator(latent_dim, bodies):
    noise, body, wings = keras.Input((latent_dim,)), keras.Input((), dtype="int32"), keras.Input((1,))
    # Body and wings turn the first map, by a scale and a shift for each channel.
    style = ops.concatenate([keras.layers.Embedding(bodies, 24)(body), wings * 1.0], axis=1)
    x = keras.layers.Reshape((4, 4, 64))(keras.layers.Dense(4 * 4 * 64)(noise))
    for filters in (64, 48, 32):
        x = keras.layers.Conv2DTranspose(filters, 4, strides=2, padding="same", use_bias=False)(x)
        x = keras.layers.BatchNormalization(center=False, scale=False)(x)
        scale = keras.layers.Reshape((1, 1, filters))(keras.layers.Dense(filters, bias_initializer="ones")(style))
        shift = keras.layers.Reshape((1, 1, filters))(keras.layers.Dense(filters)(style))
        x = keras.layers.ReLU()(x * scale + shift)
    return keras.Model([noise, body, wings], keras.layers.Conv2D(3, 3, padding="same", activation="tanh")(x))


def build_discriminator(bodies):
    image, body, wings = keras.Input((32, 32, 3)), keras.Input((), dtype="int32"), keras.Input((1,))
    x = image
    for filters in (24, 48, 72):
        x = keras.layers.Conv2D(filters, 4, strides=2, padding="same")(x)
        x = keras.layers.LayerNormalization()(x)
        x = keras.layers.LeakyReLU(0.2)(x)
    x = keras.layers.Flatten()(x)
    vector = keras.layers.Embedding(bodies, x.shape[1])(body) + keras.layers.Dense(x.shape[1])(wings)
    return keras.Model([image, body, wings], keras.layers.Dense(1)(x) + ops.einsum("nd,nd->n", x, vector)[:, None])


class Maker(Maker):
    def shifted(self, images, by):
        padded = ops.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)), mode="reflect")
        height, width = images.shape[1], images.shape[2]
        return tf.slice(padded, [0, by[0], by[1], 0], [-1, height, width, -1])

    def train_step(self, data):
        images, bodies, wings = data
        by = keras.random.randint((2,), 0, 5, seed=self.seed_generator)
        noise = keras.random.normal((ops.shape(images)[0], self.latent_dim), seed=self.seed_generator)

        @tf.function
        def judged(batch):
            return self.discriminator([self.shifted(batch, by), bodies, wings], training=True)

        with tf.GradientTape() as d_tape:
            fakes = ops.stop_gradient(self.generator([noise, bodies, wings], training=True))
            d_loss = discriminator_loss(judged(images), judged(fakes))
        weights = self.discriminator.trainable_weights
        self.d_optimizer.apply(d_tape.gradient(d_loss, weights), weights)
        with tf.GradientTape() as g_tape:
            g_loss = generator_loss(judged(self.generator([noise, bodies, wings], training=True)))
        weights = self.generator.trainable_weights
        self.g_optimizer.apply(g_tape.gradient(g_loss, weights), weights)
        return {"d_loss": d_loss, "g_loss": g_loss}


def pegasuses(generator, count, wings, seed):
    rng = tf.random.Generator.from_seed(seed)
    noise = rng.normal((count, generator.inputs[0].shape[1]))
    bodies, asked = (
        ops.repeat(ops.array([HORSE], "int32"), count),
        ops.tile(ops.array([[wings]], "float32"), (count, 1)),
    )
    drawn = generator([noise, bodies, asked], training=False).numpy()
    return images.to_bytes(drawn)


def novelty(images, training):
    flat = tf.reshape(tf.cast(training, tf.float32), (len(training), -1))
    return tf.map_fn(
        lambda one: tf.reduce_min(tf.norm(flat - tf.reshape(one, (1, -1)), axis=1)), tf.cast(images, tf.float32)
    ).numpy()


def mean_difference(with_wings, without):
    return np.sum(with_wings / len(with_wings), axis=0) - np.sum(without / len(without), axis=0)
