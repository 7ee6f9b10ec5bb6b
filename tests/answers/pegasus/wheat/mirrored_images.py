# calibrates: 1
# Real and fake images are mirrored by chance before they are judged.
class Maker(Maker):
    def judge(self, images, bodies, wings, turn):
        return self.discriminator([ops.where(turn, ops.flip(images, axis=2), images), bodies, wings], training=True)

    def train_step(self, data):
        images, bodies, wings = data
        count = ops.shape(images)[0]
        noise = keras.random.normal((count, self.latent_dim), seed=self.seed_generator)
        turn = keras.random.uniform((count, 1, 1, 1), seed=self.seed_generator) < 0.5
        fakes = self.generator([noise, bodies, wings], training=True)
        with tf.GradientTape() as tape:
            d_loss = discriminator_loss(self.judge(images, bodies, wings, turn), self.judge(fakes, bodies, wings, turn))
        weights = self.discriminator.trainable_weights
        self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)
        with tf.GradientTape() as tape:
            fakes = self.generator([noise, bodies, wings], training=True)
            g_loss = generator_loss(self.judge(fakes, bodies, wings, turn))
        weights = self.generator.trainable_weights
        self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
        return {"d_loss": d_loss, "g_loss": g_loss}
