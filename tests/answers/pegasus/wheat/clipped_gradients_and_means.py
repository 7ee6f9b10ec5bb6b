# calibrates: 1
# Gradients are clipped; the losses returned are means over the steps so far.
class Maker(Maker):
    def __init__(self, *args):
        super().__init__(*args)
        self.d_mean, self.g_mean = keras.metrics.Mean(name="d_loss"), keras.metrics.Mean(name="g_loss")

    @property
    def metrics(self):
        return [self.d_mean, self.g_mean]

    def train_step(self, data):
        images, bodies, wings = data
        noise = keras.random.normal((ops.shape(images)[0], self.latent_dim), seed=self.seed_generator)
        fakes = self.generator([noise, bodies, wings], training=True)
        with tf.GradientTape() as tape:
            real = self.discriminator([images, bodies, wings], training=True)
            d_loss = discriminator_loss(real, self.discriminator([fakes, bodies, wings], training=True))
        weights = self.discriminator.trainable_weights
        gradients, _ = tf.clip_by_global_norm(tape.gradient(d_loss, weights), 1.0)
        self.d_optimizer.apply(gradients, weights)
        with tf.GradientTape() as tape:
            fakes = self.generator([noise, bodies, wings], training=True)
            g_loss = generator_loss(self.discriminator([fakes, bodies, wings], training=True))
        weights = self.generator.trainable_weights
        gradients, _ = tf.clip_by_global_norm(tape.gradient(g_loss, weights), 1.0)
        self.g_optimizer.apply(gradients, weights)
        self.d_mean.update_state(d_loss)
        self.g_mean.update_state(g_loss)
        return {each.name: each.result() for each in self.metrics}
