# fails: step_shares
# names: all equally likely
class ACAI(ACAI):
    def train_step(self, images):
        alpha = (
            ops.cast(keras.random.randint((ops.shape(images)[0], 1), 0, 6, seed=self.seed_generator), "float32") / 10
        )
        with tf.GradientTape() as autoencoder_tape, tf.GradientTape() as critic_tape:
            codes = self.encoder(images, training=True)
            reconstructions = self.decoder(codes, training=True)
            blends = self.decoder(blend(codes, ops.flip(codes, axis=0), alpha), training=True)
            of_blend = self.critic(blends, training=True)
            of_real = self.critic(self.gamma * images + (1 - self.gamma) * reconstructions, training=True)
            a_loss = autoencoder_loss(images, reconstructions, of_blend, self.strength)
            c_loss = critic_loss(of_blend, alpha, of_real)
        weights = self.encoder.trainable_weights + self.decoder.trainable_weights
        self.autoencoder_optimizer.apply(autoencoder_tape.gradient(a_loss, weights), weights)
        weights = self.critic.trainable_weights
        self.critic_optimizer.apply(critic_tape.gradient(c_loss, weights), weights)
        return {"autoencoder_loss": a_loss, "critic_loss": c_loss}
