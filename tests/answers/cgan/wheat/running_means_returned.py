# seed: 9
# Metrics of Keras report the losses, as its guide has it; the generator's half draws new labels and new noise.
class CGAN(CGAN):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.means = {name: keras.metrics.Mean(name) for name in ("d_loss", "g_loss")}

    @property
    def metrics(self):
        return list(self.means.values())

    def drawn(self, labels):
        noise = keras.random.normal((ops.shape(labels)[0], self.latent_dim), seed=self.seed_generator)
        return self.generator([noise, labels], training=True)

    def train_step(self, data):
        images, labels, _ = keras.utils.unpack_x_y_sample_weight(data)
        fakes = self.drawn(labels)
        with tf.GradientTape() as tape:
            d_loss = discriminator_loss(
                self.discriminator([images, labels], training=True), self.discriminator([fakes, labels], training=True)
            )
        weights = self.discriminator.trainable_weights
        self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)

        new = keras.random.randint(ops.shape(labels), 0, CLASSES, seed=self.seed_generator)
        with tf.GradientTape() as tape:
            g_loss = generator_loss(self.discriminator([self.drawn(new), new], training=True))
        weights = self.generator.trainable_weights
        self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)

        for name, loss in (("d_loss", d_loss), ("g_loss", g_loss)):
            self.means[name].update_state(loss)
        return {name: mean.result() for name, mean in self.means.items()}
