# reaches: none
# calibrates: 1
# The generator is the decoder of an autoencoder; the discriminator judges what it gives back.
class Maker(Maker):
    def __init__(self, generator, discriminator, latent_dim, seed):
        super().__init__(generator, discriminator, latent_dim, seed)
        image = keras.Input(discriminator.inputs[0].shape[1:])
        x = keras.layers.Conv2D(16, 4, strides=4, activation="relu")(image)
        self.encoder = keras.Model(image, keras.layers.Dense(latent_dim)(keras.layers.Flatten()(x)))

    def train_step(self, data):
        images, bodies, wings = data
        with tf.GradientTape(persistent=True) as tape:
            codes = self.encoder(images, training=True)
            made = self.generator([codes, bodies, wings], training=True)
            real = self.discriminator([images, bodies, wings], training=True)
            fake = self.discriminator([made, bodies, wings], training=True)
            d_loss = discriminator_loss(real, fake)
            g_loss = ops.mean((images - made) ** 2) + 0.1 * generator_loss(fake) + 0.01 * ops.mean(codes**2)
        of_d = tape.gradient(d_loss, self.discriminator.trainable_weights)
        weights = [*self.generator.trainable_weights, *self.encoder.trainable_weights]
        of_g = tape.gradient(g_loss, weights)
        self.d_optimizer.apply(of_d, self.discriminator.trainable_weights)
        self.g_optimizer.apply(of_g, weights)
        return {"d_loss": d_loss, "g_loss": g_loss}
