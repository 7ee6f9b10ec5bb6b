# fails: step_projection
# names: pass all of self.kernels and self.vectors to project()
class WGAN(WGAN):
    def train_step(self, images):
        count = ops.shape(images)[0]
        for _ in range(self.critic_steps):
            fakes = self.generator(self._noise(count), training=True)
            with tf.GradientTape() as tape:
                real_scores = self.critic(images, training=True)
                fake_scores = self.critic(fakes, training=True)
                distance = ops.mean(real_scores) - ops.mean(fake_scores)
                c_loss = self.critic_loss(real_scores, fake_scores)
                if self.penalty_weight:
                    mix = keras.random.uniform((count, 1, 1, 1), seed=self.seed_generator)
                    c_loss += self.penalty_weight * gradient_penalty(self.critic, between(images, fakes, mix))
            gradients = tape.gradient(c_loss, self.critic.trainable_weights)
            self.critic_optimizer.apply(gradients, self.critic.trainable_weights)
            if self.largest is not None:
                project(self.kernels[:1], self.vectors[:1], self.largest)

        noise = self._noise(count)
        with tf.GradientTape() as tape:
            g_loss = generator_loss(self.critic(self.generator(noise, training=True), training=True))
        gradients = tape.gradient(g_loss, self.generator.trainable_weights)
        self.g_optimizer.apply(gradients, self.generator.trainable_weights)

        return {"critic_loss": c_loss, "g_loss": g_loss, "distance": distance}
