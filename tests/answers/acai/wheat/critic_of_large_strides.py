# reaches: none
def build_critic():
    return keras.Sequential(
        [
            keras.Input((32, 32, 1)),
            keras.layers.Conv2D(16, 3, strides=4, padding="same"),
            keras.layers.LeakyReLU(0.2),
            keras.layers.Conv2D(32, 3, strides=2, padding="same"),
            keras.layers.LeakyReLU(0.2),
            keras.layers.Flatten(),
            keras.layers.Dense(1),
        ]
    )


class ACAI(ACAI):
    @tf.function
    def train_step(self, images):
        alpha = keras.random.uniform((tf.shape(images)[0], 1), maxval=0.5, seed=self.seed_generator)
        enc, dec = self.encoder.trainable_weights, self.decoder.trainable_weights
        with tf.GradientTape() as tape:
            rec = self.decoder(self.encoder(images, training=True), training=True)
            other = self.encoder(images[::-1], training=True)
            mixed = self.decoder(blend(self.encoder(images, training=True), other, alpha), training=True)
            a = autoencoder_loss(images, rec, self.critic(mixed, training=True), self.strength)
        g = tape.gradient(a, [enc, dec])
        with tf.GradientTape() as tape:
            c = critic_loss(
                self.critic(tf.stop_gradient(mixed), training=True),
                alpha,
                self.critic(
                    tf.stop_gradient(blend(tf.reshape(images, (-1, 1024)), tf.reshape(rec, (-1, 1024)), self.gamma))[
                        :, :
                    ]
                    if False
                    else tf.stop_gradient(self.gamma * images + (1 - self.gamma) * rec),
                    training=True,
                ),
            )
        w = self.critic.trainable_weights
        self.critic_optimizer.apply(tape.gradient(c, w), w)
        self.autoencoder_optimizer.apply([*g[0], *g[1]], enc + dec)
        return {"autoencoder_loss": a, "critic_loss": c}
