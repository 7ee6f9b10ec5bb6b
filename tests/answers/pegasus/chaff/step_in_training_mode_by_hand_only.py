# fails: fit
class Maker(Maker):
    def train_step(self, data):
        images, bodies, wings = data
        noise = keras.random.normal((ops.shape(images)[0], self.latent_dim), seed=self.seed_generator)

        fakes = self.generator([noise, bodies, wings], training=tf.executing_eagerly())
        with tf.GradientTape() as tape:
            real_logits = self.discriminator([images, bodies, wings], training=tf.executing_eagerly())
            fake_logits = self.discriminator([fakes, bodies, wings], training=tf.executing_eagerly())
            d_loss = discriminator_loss(real_logits, fake_logits)
        gradients = tape.gradient(d_loss, self.discriminator.trainable_weights)
        self.d_optimizer.apply(gradients, self.discriminator.trainable_weights)

        # The same noise again: XLA notices, and computes the images once.
        with tf.GradientTape() as tape:
            fakes = self.generator([noise, bodies, wings], training=tf.executing_eagerly())
            g_loss = generator_loss(self.discriminator([fakes, bodies, wings], training=tf.executing_eagerly()))
        gradients = tape.gradient(g_loss, self.generator.trainable_weights)
        self.g_optimizer.apply(gradients, self.generator.trainable_weights)

        return {"d_loss": d_loss, "g_loss": g_loss}
