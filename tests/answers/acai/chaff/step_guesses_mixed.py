# fails: step_whole
# names: Its guesses for images and for reconstructions
class ACAI(ACAI):
    def train_step(self, images):
        alpha = keras.random.uniform((ops.shape(images)[0], 1), 0.0, 0.5, seed=self.seed_generator)
        with tf.GradientTape() as autoencoder_tape, tf.GradientTape() as critic_tape:
            codes = self.encoder(images, training=True)
            reconstructions = self.decoder(codes, training=True)
            blends = self.decoder(blend(codes, ops.flip(codes, axis=0), alpha), training=True)
            of_blend = self.critic(blends, training=True)
            of_real = self.gamma * self.critic(images, training=True) + (1 - self.gamma) * self.critic(
                reconstructions, training=True
            )
            a_loss = autoencoder_loss(images, reconstructions, of_blend, self.strength)
            c_loss = critic_loss(of_blend, alpha, of_real)
        weights = self.encoder.trainable_weights + self.decoder.trainable_weights
        self.autoencoder_optimizer.apply(autoencoder_tape.gradient(a_loss, weights), weights)
        weights = self.critic.trainable_weights
        self.critic_optimizer.apply(critic_tape.gradient(c_loss, weights), weights)
        return {"autoencoder_loss": a_loss, "critic_loss": c_loss}
