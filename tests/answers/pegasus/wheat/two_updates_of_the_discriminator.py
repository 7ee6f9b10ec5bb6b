# calibrates: 1
# Two updates of the discriminator to one of the generator.
class Maker(Maker):
    def train_step(self, data):
        images, bodies, wings = data

        for _ in range(2):
            noise = keras.random.normal((ops.shape(images)[0], self.latent_dim), seed=self.seed_generator)
            fakes = self.generator([noise, bodies, wings], training=True)
            with tf.GradientTape() as tape:
                real = self.discriminator([images, bodies, wings], training=True)
                d_loss = discriminator_loss(real, self.discriminator([fakes, bodies, wings], training=True))
            weights = self.discriminator.trainable_weights
            self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)
        noise = keras.random.normal((ops.shape(images)[0], self.latent_dim), seed=self.seed_generator)
        with tf.GradientTape() as tape:
            fakes = self.generator([noise, bodies, wings], training=True)
            g_loss = generator_loss(self.discriminator([fakes, bodies, wings], training=True))
        weights = self.generator.trainable_weights
        self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
        return {"d_loss": d_loss, "g_loss": g_loss}
