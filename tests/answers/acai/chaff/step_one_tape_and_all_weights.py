# fails: step_reconstruction
# names: loss moves it as well
class ACAI(ACAI):
    def train_step(self, images):
        alpha = keras.random.uniform((ops.shape(images)[0], 1), 0.0, 0.5, seed=self.seed_generator)
        with tf.GradientTape() as tape:
            codes = self.encoder(images, training=True)
            reconstructions = self.decoder(codes, training=True)
            blends = self.decoder(blend(codes, ops.flip(codes, axis=0), alpha), training=True)
            of_blend = self.critic(blends, training=True)
            of_real = self.critic(self.gamma * images + (1 - self.gamma) * reconstructions, training=True)
            a_loss = autoencoder_loss(images, reconstructions, of_blend, self.strength)
            c_loss = critic_loss(of_blend, alpha, of_real)
            loss = a_loss + c_loss
        weights = self.encoder.trainable_weights + self.decoder.trainable_weights
        critics = self.critic.trainable_weights
        gradients = tape.gradient(loss, weights + critics)
        self.autoencoder_optimizer.apply(gradients[: len(weights)], weights)
        self.critic_optimizer.apply(gradients[len(weights) :], critics)
        return {"autoencoder_loss": a_loss, "critic_loss": c_loss}
