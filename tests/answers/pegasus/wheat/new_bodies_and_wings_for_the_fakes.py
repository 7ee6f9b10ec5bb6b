# calibrates: 1
# seed: 6
# Fakes are drawn for bodies and wings of their own, horses with wings among them.
class Maker(Maker):
    def train_step(self, data):
        images, bodies, wings = data

        count = ops.shape(images)[0]
        noise = keras.random.normal((count, self.latent_dim), seed=self.seed_generator)
        new = keras.random.randint((count,), 0, 6, seed=self.seed_generator)
        wanted = ops.cast(keras.random.randint((count, 1), 0, 2, seed=self.seed_generator), "float32")
        fakes = self.generator([noise, new, wanted], training=True)
        with tf.GradientTape() as tape:
            real_logits = self.discriminator([images, bodies, wings], training=True)
            fake_logits = self.discriminator([fakes, new, wanted], training=True)
            d_loss = discriminator_loss(real_logits, fake_logits)
        weights = self.discriminator.trainable_weights
        self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)
        with tf.GradientTape() as tape:
            fakes = self.generator([noise, new, wanted], training=True)
            g_loss = generator_loss(self.discriminator([fakes, new, wanted], training=True))
        weights = self.generator.trainable_weights
        self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
        return {"d_loss": d_loss, "g_loss": g_loss}
