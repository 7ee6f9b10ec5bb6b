# calibrates: 1
# One-sided label smoothing: real images count as real by nine tenths.
class Maker(Maker):
    def train_step(self, data):
        images, bodies, wings = data

        noise = keras.random.normal((ops.shape(images)[0], self.latent_dim), seed=self.seed_generator)
        fakes = self.generator([noise, bodies, wings], training=True)
        with tf.GradientTape() as tape:
            real = self.discriminator([images, bodies, wings], training=True)
            fake = self.discriminator([fakes, bodies, wings], training=True)
            d_loss = (
                0.9 * ops.mean(ops.softplus(-real)) + 0.1 * ops.mean(ops.softplus(real)) + ops.mean(ops.softplus(fake))
            )
        weights = self.discriminator.trainable_weights
        self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)
        with tf.GradientTape() as tape:
            fakes = self.generator([noise, bodies, wings], training=True)
            g_loss = generator_loss(self.discriminator([fakes, bodies, wings], training=True))
        weights = self.generator.trainable_weights
        self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
        return {"d_loss": d_loss, "g_loss": g_loss}
