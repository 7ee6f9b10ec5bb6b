# fails: step_discriminator
# also: step_again
# names: Its bias did not move
class Maker(Maker):
    def train_step(self, data):
        images, bodies, wings = data
        noise = keras.random.normal((ops.shape(images)[0], self.latent_dim), seed=self.seed_generator)

        fakes = self.generator([noise, bodies, wings], training=True)
        with tf.GradientTape() as tape:
            real_logits = self.discriminator([images, bodies, wings], training=True)
            fake_logits = self.discriminator([fakes, bodies, wings], training=True)
            d_loss = discriminator_loss(real_logits, fake_logits)
        weights = [each for each in self.discriminator.trainable_weights if len(each.shape) > 1]
        gradients = tape.gradient(d_loss, weights)
        self.d_optimizer.apply(gradients, weights)

        # The same noise again: XLA notices, and computes the images once.
        with tf.GradientTape() as tape:
            fakes = self.generator([noise, bodies, wings], training=True)
            g_loss = generator_loss(self.discriminator([fakes, bodies, wings], training=True))
        gradients = tape.gradient(g_loss, self.generator.trainable_weights)
        self.g_optimizer.apply(gradients, self.generator.trainable_weights)

        return {"d_loss": d_loss, "g_loss": g_loss}
