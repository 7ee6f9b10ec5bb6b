# calibrates: 1
# Trained for the hinge losses.
class Maker(Maker):
    def train_step(self, data):
        images, bodies, wings = data

        noise = keras.random.normal((ops.shape(images)[0], self.latent_dim), seed=self.seed_generator)
        with tf.GradientTape(persistent=True) as tape:
            fakes = self.generator([noise, bodies, wings], training=True)
            real = self.discriminator([images, bodies, wings], training=True)
            fake = self.discriminator([fakes, bodies, wings], training=True)
            d_loss = ops.mean(ops.relu(1 - real)) + ops.mean(ops.relu(1 + fake))
            g_loss = -ops.mean(fake)
        for loss, network, optimizer in (
            (d_loss, self.discriminator, self.d_optimizer),
            (g_loss, self.generator, self.g_optimizer),
        ):
            optimizer.apply(tape.gradient(loss, network.trainable_weights), network.trainable_weights)
        return {"d_loss": d_loss, "g_loss": g_loss}
