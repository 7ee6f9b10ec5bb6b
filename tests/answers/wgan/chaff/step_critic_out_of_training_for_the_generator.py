# fails: step_training_mode
# names: training=True
class WGAN(WGAN):
    def train_step(self, images):
        count = ops.shape(images)[0]
        for _ in range(self.critic_steps):
            fakes = self.generator(self._noise(count), training=True)
            with tf.GradientTape() as tape:
                real_scores, fake_scores = self.critic(images, training=True), self.critic(fakes, training=True)
                c_loss = self.critic_loss(real_scores, fake_scores)
                if self.penalty_weight:
                    mix = keras.random.uniform((count, 1, 1, 1), seed=self.seed_generator)
                    c_loss += self.penalty_weight * gradient_penalty(self.critic, between(images, fakes, mix))
            weights = self.critic.trainable_weights
            self.critic_optimizer.apply(tape.gradient(c_loss, weights), weights)
            if self.largest is not None:
                project(self.kernels, self.vectors, self.largest)
        with tf.GradientTape() as tape:
            g_loss = generator_loss(self.critic(self.generator(self._noise(count), training=True), training=False))
        weights = self.generator.trainable_weights
        self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
        distance = ops.mean(real_scores) - ops.mean(fake_scores)
        return {"critic_loss": c_loss, "g_loss": g_loss, "distance": distance}
