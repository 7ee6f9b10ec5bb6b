# Losses by Keras's, trackers, spectral normalization on top, both passes in one call.
def critic_loss(real_scores, fake_scores):
    return ops.mean(ops.subtract(fake_scores, real_scores))


def hinge_loss(real_scores, fake_scores):
    hinge = keras.losses.Hinge(reduction="sum_over_batch_size")
    return hinge(ops.ones_like(real_scores), real_scores) + hinge(-ops.ones_like(fake_scores), fake_scores)


def generator_loss(fake_scores):
    return ops.mean(-1.0 * fake_scores, axis=None)


def between(real, fake, mix):
    return tf.map_fn(
        lambda each: each[2] * each[0] + (1 - each[2]) * each[1], (real, fake, mix), fn_output_signature=tf.float32
    )


def gradient_penalty(critic, images):
    @tf.function
    def slope(one):
        with tf.GradientTape() as tape:
            tape.watch(one)
            score = critic(one)[:, 0]
        return tape.gradient(score, one, unconnected_gradients=tf.UnconnectedGradients.ZERO)

    squared = ops.sum(slope(images) ** 2, axis=[1, 2, 3])
    lengths = (squared + keras.config.epsilon() ** 2) ** 0.5
    return keras.losses.MeanSquaredError()(ops.ones_like(lengths), lengths)


def power_iteration(kernel, u):
    w = ops.reshape(kernel, [-1, ops.shape(kernel)[-1]])
    v = w @ ops.reshape(u, (-1, 1))
    v = v / ops.maximum(ops.norm(v), 1e-30)
    onward = ops.transpose(w) @ v
    new = onward / ops.maximum(ops.norm(onward), 1e-30)
    v, new = ops.stop_gradient(v), ops.stop_gradient(new)
    sigma = ops.squeeze(ops.transpose(v) @ w @ new)
    return sigma, ops.squeeze(new, axis=1)


def project(kernels, vectors, largest):
    for kernel, vector in zip(kernels, vectors):
        sigma, new = power_iteration(kernel.value, vector.value)
        vector.assign(new)
        too_large = ops.cast(sigma > largest, "float32")
        factor = too_large * largest / (sigma + 1e-12) + (1 - too_large)
        kernel.assign(kernel * factor)


def build_critic():
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for index, filters in enumerate([16, 32, 64, 64]):
        model.add(
            keras.layers.Conv2D(
                filters, 3, strides=2 if index < 3 else 1, padding="same", kernel_initializer="orthogonal"
            )
        )
        model.add(keras.layers.LeakyReLU(negative_slope=0.1))
        model.add(keras.layers.SpatialDropout2D(0.05))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(1, use_bias=False))
    return model


class WGAN(WGAN):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.trackers = {name: keras.metrics.Mean(name=name) for name in ("critic_loss", "g_loss", "distance")}

    @property
    def metrics(self):
        return list(self.trackers.values())

    def train_step(self, images):
        count = ops.shape(images)[0]
        for index in range(self.critic_steps):
            loss, distance = self._critic_update(images, count)
        self.trackers["critic_loss"].update_state(loss)
        self.trackers["distance"].update_state(distance)

        self.critic.trainable = False
        with tf.GradientTape() as tape:
            fakes = self.generator(self._noise(count), training=True)
            g_loss = generator_loss(self.critic(fakes, training=True))
        self.g_optimizer.apply(
            tape.gradient(g_loss, self.generator.trainable_weights), self.generator.trainable_weights
        )
        self.critic.trainable = True
        self.trackers["g_loss"].update_state(g_loss)
        return {name: tracker.result() for name, tracker in self.trackers.items()}

    def _critic_update(self, images, count):
        with tf.GradientTape() as tape:
            fakes = tf.stop_gradient(self.generator(self._noise(count), training=True))
            scores = self.critic(tf.concat([fakes, images], 0), training=True)
            fake_scores, real_scores = tf.split(scores, 2)
            loss = self.critic_loss(real_scores, fake_scores)
            if self.penalty_weight > 0:
                mix = keras.random.uniform([count, 1, 1, 1], seed=self.seed_generator)
                loss += gradient_penalty(self.critic, between(images, fakes, mix)) * self.penalty_weight
        weights = self.critic.trainable_weights
        self.critic_optimizer.apply(tape.gradient(loss, weights), weights)
        if self.largest:
            project(self.kernels, self.vectors, largest=self.largest)
        return loss, tf.reduce_mean(real_scores) - tf.reduce_mean(fake_scores)
