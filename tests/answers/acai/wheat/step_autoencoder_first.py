# seed: 127 static
class ACAI(ACAI):
    def train_step(self, images):
        alpha = keras.random.uniform((ops.shape(images)[0], 1), 0.0, 0.5, seed=self.seed_generator)
        with tf.GradientTape() as tape:
            reconstructions, blends = self.look(images, alpha)
            a_loss = autoencoder_loss(images, reconstructions, self.critic(blends, training=True), self.strength)
        weights = [*self.encoder.trainable_weights, *self.decoder.trainable_weights]
        self.autoencoder_optimizer.apply(tape.gradient(a_loss, weights), weights)
        reconstructions, blends = self.look(images, alpha)
        with tf.GradientTape() as tape:
            of_real = self.critic(self.gamma * images + (1 - self.gamma) * reconstructions, training=True)
            c_loss = critic_loss(self.critic(blends, training=True), alpha, of_real)
        weights = self.critic.trainable_weights
        self.critic_optimizer.apply(tape.gradient(c_loss, weights), weights)
        return {"autoencoder_loss": a_loss, "critic_loss": c_loss}

    def look(self, images, alpha):
        codes = self.encoder(images, training=True)
        blends = self.decoder(blend(codes, codes[::-1], alpha), training=True)
        return self.decoder(codes, training=True), blends
