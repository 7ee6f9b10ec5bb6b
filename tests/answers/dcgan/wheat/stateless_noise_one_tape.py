# TensorFlow's stateless noise, by the seed generator's next state; one tape, asked twice; losses scaled for it.
import tensorflow as tf


class DCGAN(DCGAN):
    def train_step(self, images):
        state = tf.cast(self.seed_generator.next(), tf.int32)
        noise = tf.random.stateless_normal((tf.shape(images)[0], self.latent_dim), seed=state)
        of_judge, of_generator = self.discriminator.trainable_variables, self.generator.trainable_variables

        with tf.GradientTape(persistent=True) as tape:
            fake_logits = self.discriminator(self.generator(noise, training=True), training=True)
            d_loss = discriminator_loss(self.discriminator(images, training=True), fake_logits)
            g_loss = generator_loss(fake_logits)
            scaled = self.d_optimizer.scale_loss(d_loss), self.g_optimizer.scale_loss(g_loss)
        gradients = tape.gradient(scaled[0], of_judge), tape.gradient(scaled[1], of_generator)
        del tape

        # What is no number moves nothing.
        kept = [[tf.where(tf.math.is_finite(each), each, 0.0) for each in half] for half in gradients]
        self.d_optimizer.apply(kept[0], of_judge)
        self.g_optimizer.apply(kept[1], of_generator)
        return {"d_loss": d_loss, "g_loss": g_loss, "steps": self.d_optimizer.iterations}
