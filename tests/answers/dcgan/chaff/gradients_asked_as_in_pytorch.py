# fails: step_discriminator
# names: `backward` is a word of PyTorch
import keras


class DCGAN(DCGAN):
    def train_step(self, images):
        noise = keras.random.normal((keras.ops.shape(images)[0], self.latent_dim), seed=self.seed_generator)
        real_logits = self.discriminator(images, training=True)
        fake_logits = self.discriminator(self.generator(noise, training=True), training=True)
        d_loss, g_loss = discriminator_loss(real_logits, fake_logits), generator_loss(fake_logits)
        d_loss.backward()
        self.d_optimizer.step()
        g_loss.backward()
        self.g_optimizer.step()
        return {"d_loss": d_loss, "g_loss": g_loss}
