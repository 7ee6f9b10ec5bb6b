# calibrates: 1
# seed: 4
# One pass of the generator for both halves, real and fake images in one call, one persistent tape.
class Maker(Maker):
    def train_step(self, data):
        images, bodies, wings = data

        count = ops.shape(images)[0]
        noise = keras.random.normal((count, self.latent_dim), seed=self.seed_generator)
        with tf.GradientTape(persistent=True) as tape:
            fakes = self.generator([noise, bodies, wings], training=True)
            both = [ops.concatenate([one, other]) for one, other in ((images, fakes), (bodies, bodies), (wings, wings))]
            logits = self.discriminator(both, training=True)
            d_loss = discriminator_loss(logits[:count], logits[count:])
            g_loss = generator_loss(logits[count:])
        of_d = tape.gradient(d_loss, self.discriminator.trainable_weights)
        of_g = tape.gradient(g_loss, self.generator.trainable_weights)
        self.d_optimizer.apply(of_d, self.discriminator.trainable_weights)
        self.g_optimizer.apply(of_g, self.generator.trainable_weights)
        return {"g_loss": g_loss, "d_loss": d_loss}
