# fails: step_projection
# names: Leave biases as they are
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
                project(self.kernels, self.vectors, self.largest)
                for weight in self.critic.trainable_weights:
                    if len(weight.shape) == 1:
                        weight.assign(weight * ops.minimum(1.0, self.largest / (ops.norm(weight) + 1e-12)))
        noise = self._noise(count)
        with tf.GradientTape() as tape:
            g_loss = generator_loss(self.critic(self.generator(noise, training=True), training=True))
        gradients = tape.gradient(g_loss, self.generator.trainable_weights)
        self.g_optimizer.apply(gradients, self.generator.trainable_weights)
        return {"critic_loss": c_loss, "g_loss": g_loss, "distance": distance}
