def train_step(self, images):
    alpha = 0.5 * keras.random.uniform((tf.shape(images)[0], 1), seed=self.seed_generator)
    with tf.GradientTape(persistent=True) as tape:
        losses = self.losses_of(images, alpha)
    self.move(
        self.autoencoder_optimizer, tape, losses[0], self.encoder.trainable_weights + self.decoder.trainable_weights
    )
    self.move(self.critic_optimizer, tape, losses[1], self.critic.trainable_weights)
    return dict(zip(("autoencoder_loss", "critic_loss"), losses, strict=True))


def losses_of(self, images, alpha):
    codes = self.encoder(images, training=True)
    reconstructions = self.decoder(codes, training=True)
    of_blend = self.critic(self.decoder(blend(codes, codes[::-1], alpha), training=True), training=True)
    real = blend(images, reconstructions, self.gamma)
    of_real = self.critic(real, training=True)
    return (
        autoencoder_loss(images, reconstructions, of_blend, self.strength),
        critic_loss(of_blend, alpha, of_real),
    )


def move(self, optimizer, tape, loss, weights):
    optimizer.apply(tape.gradient(loss, weights), weights)


ACAI.train_step, ACAI.losses_of, ACAI.move = train_step, losses_of, move
