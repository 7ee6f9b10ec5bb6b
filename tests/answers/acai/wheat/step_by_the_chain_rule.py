# Two chains: the critic's gradient by the blends is taken back through decoder and encoder by output_gradients.
def blend(a, b, alpha):
    a, b, alpha = (ops.convert_to_tensor(each, "float32") for each in (a, b, alpha))
    return ops.einsum("nd,n->nd", a, alpha[:, 0]) + ops.einsum("nd,n->nd", b, 1 - alpha[:, 0])


def critic_loss(of_blend, alpha, of_real):
    errors = ops.concatenate([of_blend - alpha, of_real], axis=0)
    return 2 * ops.mean(errors**2)


def autoencoder_loss(images, reconstructions, of_blend, strength):
    difference = ops.reshape(images - reconstructions, (-1,))
    count = ops.cast(ops.size(difference), "float32")
    return ops.dot(difference, difference) / count + strength * ops.var(of_blend) + strength * ops.mean(of_blend) ** 2


def build_encoder(latent_dim):
    layers = keras.layers
    return keras.Sequential(
        [
            layers.Input((SIDE, SIDE, 1)),
            layers.Rescaling(2.0, offset=-1.0),
            layers.Conv2D(8, 5, strides=2, padding="same", activation="relu"),
            layers.SeparableConv2D(16, 5, strides=2, padding="same", activation="relu"),
            layers.SeparableConv2D(32, 5, strides=2, padding="same", activation="relu"),
            layers.Reshape((-1,)),
            layers.Dense(latent_dim, kernel_initializer="orthogonal"),
        ]
    )


def build_decoder(latent_dim):
    layers = keras.layers
    model = keras.Sequential(
        [keras.Input((latent_dim,)), layers.Dense(8 * 8 * 16), layers.PReLU(), layers.Reshape((8, 8, 16))]
    )
    for filters in (16, 8):
        model.add(layers.Conv2D(4 * filters, 3, padding="same", activation="elu"))
        side = model.output_shape[1]
        model.add(layers.Reshape((side, side, 2, 2, filters)))
        model.add(layers.Permute((1, 3, 2, 4, 5)))
        model.add(layers.Reshape((2 * side, 2 * side, filters)))
    model.add(layers.Conv2D(1, 3, padding="same"))
    return model


def build_critic():
    image = keras.Input((SIDE, SIDE, 1))
    x = keras.layers.GaussianNoise(0.02)(image)
    for filters in (8, 16, 32):
        x = keras.layers.SpectralNormalization(keras.layers.Conv2D(filters, 4, strides=2, padding="same"))(x)
        x = keras.layers.LeakyReLU(0.2)(x)
    return keras.Model(image, keras.layers.Dense(1)(keras.layers.Flatten()(x)))


class ACAI(ACAI):
    def train_step(self, images):
        alpha = keras.random.uniform((ops.shape(images)[0], 1), maxval=0.5, seed=self.seed_generator)
        weights = self.encoder.trainable_weights + self.decoder.trainable_weights
        with tf.GradientTape() as tape:
            codes = self.encoder(images, training=True)
            reconstructions = self.decoder(codes, training=True)
            blends = self.decoder(blend(codes, tf.reverse(codes, [0]), alpha), training=True)
        with tf.GradientTape(persistent=True) as upper:
            upper.watch([blends, reconstructions])
            of_blend = self.critic(blends, training=True)
            real = self.gamma * images + (1 - self.gamma) * ops.stop_gradient(reconstructions)
            of_real = self.critic(real, training=True)
            a_loss = autoencoder_loss(images, reconstructions, of_blend, self.strength)
            c_loss = critic_loss(of_blend, alpha, of_real)
        by_images = upper.gradient(a_loss, [reconstructions, blends], unconnected_gradients="zero")
        self.autoencoder_optimizer.apply(
            tape.gradient([reconstructions, blends], weights, output_gradients=by_images), weights
        )
        self.critic_optimizer.apply(
            upper.gradient(c_loss, self.critic.trainable_weights), self.critic.trainable_weights
        )
        return {"autoencoder_loss": a_loss, "critic_loss": c_loss}


def walk(encoder, decoder, start, end, steps):
    codes = encoder(np.concatenate([start, end]), training=False).numpy()
    a, b = np.split(codes, 2)
    shares = np.linspace(0, 1, steps).reshape(1, steps, 1)
    way = ((1 - shares) * a[:, None] + shares * b[:, None]).astype("float32")
    images = [decoder(row, training=False) for row in way]
    return np.array(images)


def smoothness(angles):
    result = []
    for row in angles:
        steps = [abs(later - earlier) for earlier, later in zip(row, row[1:])]
        way = sum(steps)
        result.append(max(steps) / way - 1 / len(steps) if way else float("nan"))
    return result
