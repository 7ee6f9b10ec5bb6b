# calibrates: 1
# The generator goes first, each half with noise of its own.
class Maker(Maker):
    def train_step(self, data):
        images, bodies, wings = data

        size = (ops.shape(images)[0], self.latent_dim)
        noise = keras.random.normal(size, seed=self.seed_generator)
        with tf.GradientTape() as tape:
            g_loss = generator_loss(
                self.discriminator(
                    [self.generator([noise, bodies, wings], training=True), bodies, wings], training=True
                )
            )
        weights = self.generator.trainable_variables
        self.g_optimizer.apply_gradients(zip(tape.gradient(g_loss, weights), weights))
        noise = keras.random.normal(size, seed=self.seed_generator)
        fakes = self.generator([noise, bodies, wings], training=True)
        with tf.GradientTape() as tape:
            real = self.discriminator([images, bodies, wings], training=True)
            fake = self.discriminator([fakes, bodies, wings], training=True)
            d_loss = discriminator_loss(real, fake)
        weights = self.discriminator.trainable_variables
        self.d_optimizer.apply_gradients(zip(tape.gradient(d_loss, weights), weights))
        return {"d_loss": d_loss, "g_loss": g_loss}
