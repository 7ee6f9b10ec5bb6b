# The generator's half has twice as many fakes, as many as images the discriminator sees in all (a well-known tutorial).
def prepare(images):
    return (np.expand_dims(images, axis=3).astype(np.float32) - 127.5) / 127.5


def build_generator(latent_dim):
    noise = keras.Input((latent_dim,))
    x = keras.layers.Dense(7 * 7 * 24, kernel_initializer="he_uniform")(noise)
    x = keras.layers.Reshape((7, 7, 24))(x)
    for filters in (24, 16):
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.Activation("relu")(x)
        x = keras.layers.UpSampling2D(interpolation="bilinear")(x)
        x = keras.layers.SeparableConv2D(filters, 5, padding="same")(x)
    x = keras.layers.Activation("relu")(keras.layers.BatchNormalization()(x))
    return keras.Model(noise, keras.layers.Conv2D(1, 7, activation="tanh", padding="same")(x))


def build_discriminator():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.GaussianNoise(0.05),
            keras.layers.Conv2D(32, (3, 3), (2, 2), padding="same"),
            keras.layers.LeakyReLU(0.2),
            keras.layers.Dropout(0.3),
            keras.layers.Conv2D(64, (3, 3), (2, 2), padding="same"),
            keras.layers.LeakyReLU(0.2),
            keras.layers.Dropout(0.3),
            keras.layers.Flatten(),
            keras.layers.Dense(1),
        ]
    )


def discriminator_loss(real_logits, fake_logits):
    return -ops.mean(ops.log_sigmoid(real_logits)) - ops.mean(ops.log_sigmoid(-fake_logits))


def generator_loss(fake_logits):
    return ops.mean(-ops.log_sigmoid(fake_logits))


class DCGAN(DCGAN):
    def noise(self, count):
        return keras.random.normal((count, self.latent_dim), seed=self.seed_generator)

    def train_step(self, images):
        count = ops.shape(images)[0]
        with tf.GradientTape() as tape:
            fakes = self.generator(self.noise(count), training=True)
            d_loss = discriminator_loss(
                self.discriminator(images, training=True), self.discriminator(fakes, training=True)
            )
        gradients = tape.gradient(d_loss, self.discriminator.trainable_weights)
        self.d_optimizer.apply(gradients, self.discriminator.trainable_weights)
        with tf.GradientTape() as tape:
            fakes = self.generator(self.noise(2 * count), training=True)
            g_loss = generator_loss(self.discriminator(fakes, training=True))
        gradients = tape.gradient(g_loss, self.generator.trainable_weights)
        self.g_optimizer.apply(gradients, self.generator.trainable_weights)
        return {"d_loss": d_loss, "g_loss": g_loss}
