# The last fakes' pass serves the generator by the chain rule; a penalty image by image; sigma as a length.
def critic_loss(real_scores, fake_scores):
    signs = ops.concatenate([-ops.ones_like(real_scores), ops.ones_like(fake_scores)], axis=0)
    return 2 * ops.mean(signs * ops.concatenate([real_scores, fake_scores], axis=0))


def hinge_loss(real_scores, fake_scores):
    def hinge(truth, scores):
        margin = 1 - truth * scores
        return ops.mean(ops.where(margin > 0, margin, 0.0))

    return hinge(1.0, real_scores) + hinge(-1.0, fake_scores)


def generator_loss(fake_scores):
    return ops.sum(fake_scores) / -ops.cast(ops.size(fake_scores), "float32")


def between(real, fake, mix):
    return real - (1.0 - mix) * (real - fake)


def gradient_penalty(critic, images):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(images)
        scores = ops.reshape(critic(images), (-1,))
    slopes = tape.gradient(scores, images, unconnected_gradients="zero")
    flat = ops.reshape(slopes, (ops.shape(slopes)[0], -1))
    squares = ops.einsum("ni,ni->n", flat, flat)
    moving = squares > 0
    lengths = ops.where(moving, ops.sqrt(ops.where(moving, squares, 1.0)), 0.0)
    return ops.mean((lengths - 1.0) ** 2)


def power_iteration(kernel, u):
    matrix = ops.transpose(ops.reshape(kernel, (-1, kernel.shape[-1])))  # (f, rest)
    v = ops.stop_gradient(ops.normalize(ops.matmul(u, matrix), axis=-1, epsilon=1e-20))
    grown = ops.matmul(matrix, v)
    squared = ops.sum(ops.square(grown))
    sigma = ops.where(squared > 0, ops.sqrt(ops.where(squared > 0, squared, 1.0)), 0.0)
    return sigma, ops.stop_gradient(grown / ops.maximum(sigma, 1e-20))


def project(kernels, vectors, largest):
    results = [power_iteration(kernel, vector) for kernel, vector in zip(kernels, vectors)]
    for kernel, vector, (sigma, u) in zip(kernels, vectors, results):
        vector.assign(u)
        kernel.assign(ops.where(sigma > largest, kernel * (largest / ops.maximum(sigma, 1e-12)), kernel))


def build_critic():
    leaky = keras.layers.LeakyReLU
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(24, 5, strides=2, padding="same", activation=leaky(0.2)),
            keras.layers.LayerNormalization(axis=[1, 2, 3]),
            keras.layers.Conv2D(48, 5, strides=2, padding="same", activation=leaky(0.2)),
            keras.layers.LayerNormalization(axis=[1, 2, 3]),
            keras.layers.Conv2D(64, 5, strides=2, padding="same", activation=leaky(0.2)),
            keras.layers.Conv2D(1, 4),
            keras.layers.Flatten(),
        ]
    )


class WGAN(WGAN):
    def train_step(self, images):
        result = None
        for _ in range(self.critic_steps):
            g_tape, fakes = self.draw(ops.shape(images)[0])
            result = self.improve_critic(images, fakes)
        # The generator learns by the fakes that the critic saw last, by the critic as it is now.
        with tf.GradientTape() as tape:
            tape.watch(fakes)
            loss = generator_loss(self.critic(fakes, training=True))
        weights = self.generator.trainable_weights
        gradients = g_tape.gradient(fakes, weights, output_gradients=tape.gradient(loss, fakes))
        self.g_optimizer.apply(gradients, weights)
        return result | {"g_loss": loss}

    def draw(self, count):
        with tf.GradientTape() as tape:
            fakes = self.generator(self._noise(count), training=True)
        return tape, fakes

    def improve_critic(self, images, fakes):
        fakes = ops.stop_gradient(fakes)
        with tf.GradientTape() as tape:
            scores = [self.critic(each, training=True) for each in (images, fakes)]
            loss = self.critic_loss(*scores) + self.penalty(images, fakes)
        weights = self.critic.trainable_weights
        self.critic_optimizer.apply(tape.gradient(loss, weights), weights)
        if self.largest is not None:
            project(self.kernels, self.vectors, self.largest)
        return {"critic_loss": loss, "distance": ops.mean(scores[0] - scores[1])}

    def penalty(self, images, fakes):
        if not self.penalty_weight:
            return 0.0
        mix = keras.random.uniform((ops.shape(images)[0], 1, 1, 1), 0.0, 1.0, seed=self.seed_generator)
        return self.penalty_weight * gradient_penalty(self.critic, between(images, fakes, mix))
