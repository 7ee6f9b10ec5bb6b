# reaches: none
# calibrates: 1
# A critic with a penalty on its slope at real images, and a generator that learns at each step.
class Maker(Maker):
    def train_step(self, data):
        images, bodies, wings = data

        noise = keras.random.normal((ops.shape(images)[0], self.latent_dim), seed=self.seed_generator)
        fakes = self.generator([noise, bodies, wings], training=True)
        with tf.GradientTape() as tape:
            with tf.GradientTape() as inner:
                inner.watch(images)
                real = self.discriminator([images, bodies, wings], training=True)
            slopes = inner.gradient(real, images)
            penalty = ops.mean(ops.sum(slopes**2, axis=(1, 2, 3)))
            fake = self.discriminator([fakes, bodies, wings], training=True)
            d_loss = discriminator_loss(real, fake) + 5 * penalty
        weights = self.discriminator.trainable_weights
        self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)
        with tf.GradientTape() as tape:
            fakes = self.generator([noise, bodies, wings], training=True)
            g_loss = generator_loss(self.discriminator([fakes, bodies, wings], training=True))
        weights = self.generator.trainable_weights
        self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
        return {"d_loss": d_loss, "g_loss": g_loss}
