# calibrates: 2
# slow: yes
# As in TensorFlow's tutorial: both networks learn from one pass, the generator by the discriminator of before.
import keras
import tensorflow as tf

cross_entropy = keras.losses.BinaryCrossentropy(from_logits=True)


def prepare(images):
    images = images.reshape(images.shape[0], 28, 28, 1).astype("float32")
    return (images - 127.5) / 127.5


def build_generator(latent_dim):
    layers = keras.layers
    model = keras.Sequential()
    model.add(layers.InputLayer(shape=(latent_dim,)))
    model.add(layers.Dense(7 * 7 * 96, use_bias=False))
    model.add(layers.BatchNormalization())
    model.add(layers.ReLU())
    model.add(layers.Reshape((7, 7, 96)))
    assert model.output_shape == (None, 7, 7, 96)
    model.add(layers.Conv2DTranspose(48, (5, 5), strides=(1, 1), padding="same", use_bias=False))
    model.add(layers.BatchNormalization())
    model.add(layers.ReLU())
    model.add(layers.Conv2DTranspose(24, (5, 5), strides=(2, 2), padding="same", use_bias=False))
    model.add(layers.BatchNormalization())
    model.add(layers.ReLU())
    model.add(layers.Conv2DTranspose(1, (5, 5), strides=(2, 2), padding="same", use_bias=False, activation="tanh"))
    return model


def build_discriminator():
    layers = keras.layers
    model = keras.Sequential()
    model.add(keras.Input(shape=[28, 28, 1]))
    model.add(layers.Conv2D(64, (5, 5), strides=(2, 2), padding="same"))
    model.add(layers.LeakyReLU())
    model.add(layers.Dropout(0.3))
    model.add(layers.Conv2D(128, (5, 5), strides=(2, 2), padding="same"))
    model.add(layers.LeakyReLU())
    model.add(layers.Dropout(0.3))
    model.add(layers.Flatten())
    model.add(layers.Dense(1))
    return model


def discriminator_loss(real_output, fake_output):
    real_loss = cross_entropy(tf.ones_like(real_output), real_output)
    fake_loss = cross_entropy(tf.zeros_like(fake_output), fake_output)
    return real_loss + fake_loss


def generator_loss(fake_output):
    return cross_entropy(tf.ones_like(fake_output), fake_output)


class DCGAN(DCGAN):
    def train_step(self, images):
        noise = keras.random.normal([tf.shape(images)[0], self.latent_dim], seed=self.seed_generator)
        with tf.GradientTape() as gen_tape, tf.GradientTape() as disc_tape:
            generated_images = self.generator(noise, training=True)
            real_output = self.discriminator(images, training=True)
            fake_output = self.discriminator(generated_images, training=True)
            gen_loss = generator_loss(fake_output)
            disc_loss = discriminator_loss(real_output, fake_output)
        of_generator = gen_tape.gradient(gen_loss, self.generator.trainable_variables)
        of_discriminator = disc_tape.gradient(disc_loss, self.discriminator.trainable_variables)
        self.g_optimizer.apply_gradients(zip(of_generator, self.generator.trainable_variables, strict=True))
        self.d_optimizer.apply_gradients(zip(of_discriminator, self.discriminator.trainable_variables, strict=True))
        return {"d_loss": disc_loss, "g_loss": gen_loss}
