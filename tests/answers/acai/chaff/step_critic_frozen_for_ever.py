# fails: step_shares
# also: step_again, step_training_mode
class ACAI(ACAI):
    def train_step(self, images):
        alpha = keras.random.uniform((ops.shape(images)[0], 1), 0.0, 0.5, seed=self.seed_generator)
        codes = self.encoder(images, training=True)
        reconstructions = self.decoder(codes, training=True)
        blends = self.decoder(blend(codes, ops.flip(codes, axis=0), alpha), training=True)
        with tf.GradientTape() as tape:
            of_real = self.critic(self.gamma * images + (1 - self.gamma) * reconstructions, training=True)
            c_loss = critic_loss(self.critic(blends, training=True), alpha, of_real)
        weights = self.critic.trainable_weights
        self.critic_optimizer.apply(tape.gradient(c_loss, weights), weights)
        self.critic.trainable = False
        with tf.GradientTape() as tape:
            codes = self.encoder(images, training=True)
            blends = self.decoder(blend(codes, ops.flip(codes, axis=0), alpha), training=True)
            of_blend = self.critic(blends, training=True)
            a_loss = autoencoder_loss(images, self.decoder(codes, training=True), of_blend, self.strength)
        weights = self.encoder.trainable_weights + self.decoder.trainable_weights
        self.autoencoder_optimizer.apply(tape.gradient(a_loss, weights), weights)
        return {"autoencoder_loss": a_loss, "critic_loss": c_loss}
