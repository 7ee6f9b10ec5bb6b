# fails: step_discriminator
# names: A tape gives gradients only once
class CGAN(CGAN):
    def train_step(self, data):
        images, labels = data
        noise = keras.random.normal((ops.shape(images)[0], self.latent_dim), seed=self.seed_generator)

        fakes = self.generator([noise, labels], training=True)
        with tf.GradientTape() as tape:
            real_logits = self.discriminator([images, labels], training=True)
            fake_logits = self.discriminator([fakes, labels], training=True)
            d_loss = discriminator_loss(real_logits, fake_logits)
        gradients = tape.gradient(d_loss, self.discriminator.trainable_weights)
        self.d_optimizer.apply(
            tape.gradient(d_loss, self.generator.trainable_weights), self.generator.trainable_weights
        )

        with tf.GradientTape() as tape:
            fakes = self.generator([noise, labels], training=True)
            g_loss = generator_loss(self.discriminator([fakes, labels], training=True))
        gradients = tape.gradient(g_loss, self.generator.trainable_weights)
        self.g_optimizer.apply(gradients, self.generator.trainable_weights)

        return {"d_loss": d_loss, "g_loss": g_loss}
