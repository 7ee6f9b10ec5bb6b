# fails: step_labels
# names: that is no random draw
# Fakes are of all classes in turn, in each batch from the first class on.
class CGAN(CGAN):
    def train_step(self, data):
        images, labels = data
        new = ops.arange(ops.shape(images)[0], dtype="int32") % CLASSES
        noise = keras.random.normal((ops.shape(images)[0], self.latent_dim), seed=self.seed_generator)

        fakes = self.generator([noise, new], training=True)
        with tf.GradientTape() as tape:
            real_logits = self.discriminator([images, labels], training=True)
            fake_logits = self.discriminator([fakes, new], training=True)
            d_loss = discriminator_loss(real_logits, fake_logits)
        gradients = tape.gradient(d_loss, self.discriminator.trainable_weights)
        self.d_optimizer.apply(gradients, self.discriminator.trainable_weights)

        with tf.GradientTape() as tape:
            fakes = self.generator([noise, new], training=True)
            g_loss = generator_loss(self.discriminator([fakes, new], training=True))
        gradients = tape.gradient(g_loss, self.generator.trainable_weights)
        self.g_optimizer.apply(gradients, self.generator.trainable_weights)

        return {"d_loss": d_loss, "g_loss": g_loss}
