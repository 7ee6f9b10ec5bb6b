def train_step(self, images):
    for _ in range(self.critic_steps):
        c_loss, distance = self.update_critic(images)
    return {"critic_loss": c_loss, "g_loss": self.update_generator(ops.shape(images)[0]), "distance": distance}


def update_critic(self, images):
    count = tf.shape(images)[0]
    noise = keras.random.normal((count, self.latent_dim), seed=self.seed_generator)
    with tf.GradientTape() as tape:
        fakes = self.generator(noise, training=True)
        real_scores, fake_scores = self.critic(images, training=True), self.critic(fakes, training=True)
        loss = self.critic_loss(real_scores, fake_scores)
        if self.penalty_weight != 0:
            mix = keras.random.uniform((count, 1, 1, 1), 0.0, 1.0, seed=self.seed_generator)
            loss = loss + gradient_penalty(self.critic, between(images, fakes, mix)) * self.penalty_weight
    weights = self.critic.trainable_variables
    self.critic_optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights, strict=True))
    if self.largest:
        project(self.kernels, self.vectors, self.largest)
    return loss, tf.reduce_mean(real_scores) - tf.reduce_mean(fake_scores)


def update_generator(self, count):
    noise = keras.random.normal((count, self.latent_dim), seed=self.seed_generator)
    with tf.GradientTape() as tape:
        loss = generator_loss(self.critic(self.generator(noise, training=True), training=True))
    weights = self.generator.trainable_variables
    self.g_optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights, strict=True))
    return loss


WGAN.train_step, WGAN.update_critic, WGAN.update_generator = train_step, update_critic, update_generator
