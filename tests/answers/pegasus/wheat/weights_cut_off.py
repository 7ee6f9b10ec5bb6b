# calibrates: 1
# A critic whose weights are cut off after each of its updates, as in the first of their kind (Arjovsky et al., 2017).
class Maker(Maker):
    def train_step(self, data):
        images, bodies, wings = data

        size = (ops.shape(images)[0], self.latent_dim)
        for _ in range(3):
            noise = keras.random.normal(size, seed=self.seed_generator)
            fakes = self.generator([noise, bodies, wings], training=True)
            with tf.GradientTape() as tape:
                real = self.discriminator([images, bodies, wings], training=True)
                d_loss = ops.mean(self.discriminator([fakes, bodies, wings], training=True)) - ops.mean(real)
            weights = self.discriminator.trainable_weights
            self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)
            for weight in weights:
                weight.assign(ops.clip(weight, -0.1, 0.1))
        noise = keras.random.normal(size, seed=self.seed_generator)
        with tf.GradientTape() as tape:
            fakes = self.generator([noise, bodies, wings], training=True)
            g_loss = -ops.mean(self.discriminator([fakes, bodies, wings], training=True))
        weights = self.generator.trainable_weights
        self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
        return {"d_loss": d_loss, "g_loss": g_loss}
