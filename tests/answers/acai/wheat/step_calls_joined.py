# One call of the decoder and one of the critic, for blends and for what is not blended.
class ACAI(ACAI):
    def train_step(self, images):
        count = ops.shape(images)[0]
        alpha = keras.random.uniform((count, 1), 0.0, 0.5, seed=self.seed_generator)
        with tf.GradientTape() as autoencoder_tape, tf.GradientTape() as critic_tape:
            codes = self.encoder(images, training=True)
            both = ops.concatenate([codes, blend(codes, tf.reverse(codes, [0]), alpha)])
            decoded = self.decoder(both, training=True)
            reconstructions, blends = decoded[:count], decoded[count:]
            real = self.gamma * images + (1 - self.gamma) * reconstructions
            guesses = self.critic(ops.concatenate([blends, real]), training=True)
            a_loss = autoencoder_loss(images, reconstructions, guesses[:count], self.strength)
            c_loss = critic_loss(guesses[:count], alpha, guesses[count:])
        encoders, decoders = self.encoder.trainable_variables, self.decoder.trainable_variables
        gradients = autoencoder_tape.gradient(a_loss, [encoders, decoders])
        self.autoencoder_optimizer.apply(gradients[0] + gradients[1], encoders + decoders)
        self.critic_optimizer.apply_gradients(
            zip(
                critic_tape.gradient(c_loss, self.critic.trainable_variables),
                self.critic.trainable_variables,
                strict=True,
            )
        )
        return {"autoencoder_loss": a_loss, "critic_loss": c_loss}
