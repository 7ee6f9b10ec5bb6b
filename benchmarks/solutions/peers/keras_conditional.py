"""The conditional GAN among the examples of keras.io: labels beside the noise, and as maps beside the image.

https://keras.io/examples/generative/conditional_gan/: batches of 64, Adam at 3e-4 for both networks, pixels in [0, 1],
20 epochs. Real and fake images in one call, new noise in the second half, the labels of the batch for all fakes. The
maps are what its code makes of the labels: a stripe, see `conditional.stripes`. The example trains on MNIST's test
images as well; here it does not, since the judge compares with those.
"""

import keras
from keras import layers, ops

from benchmarks.solutions.peers import keras_guide
from benchmarks.solutions.peers.conditional import CLASSES, ConditionalGan, label_input, stripes

TITLE = "keras.io's conditional GAN"
AHEAD, COLOUR = 10, "#8d6a9f"
BATCH_SIZE, LATENT_DIM = 64, 128
prepare, to_bytes = keras_guide.prepare, keras_guide.to_bytes


class Together(ConditionalGan):
    def train_step(self, data):
        images, labels = data
        count = ops.shape(images)[0]
        fakes = self.generator([self.noise(count), labels], training=True)
        both, of_both = ops.concatenate([fakes, images]), ops.concatenate([labels, labels])
        # In the example, 1 is what is generated and 0 what is real; a logit of the networks here says "real".
        generated = ops.concatenate([ops.ones((count, 1)), ops.zeros((count, 1))])

        def d_loss():
            logits = -self.discriminator([both, of_both], training=True)
            return ops.mean(ops.binary_crossentropy(generated, logits, from_logits=True))

        noise = self.noise(count)

        def g_loss():
            fakes = self.generator([noise, labels], training=True)
            logits = -self.discriminator([fakes, labels], training=True)
            return ops.mean(ops.binary_crossentropy(ops.zeros((count, 1)), logits, from_logits=True))

        return {"d_loss": self.update_discriminator(d_loss), "g_loss": self.update_generator(g_loss)}


def make_conditional_gan(seed):
    keras.utils.set_random_seed(seed)
    width = LATENT_DIM + CLASSES
    noise = keras.Input((LATENT_DIM,))
    labels, one_hot = label_input()
    x = layers.LeakyReLU(0.2)(layers.Dense(7 * 7 * width)(layers.Concatenate()([noise, one_hot])))
    x = layers.Reshape((7, 7, width))(x)
    for _ in range(2):
        x = layers.LeakyReLU(0.2)(layers.Conv2DTranspose(128, 4, strides=2, padding="same")(x))
    generator = keras.Model([noise, labels], layers.Conv2D(1, 7, padding="same", activation="sigmoid")(x))

    image = keras.Input((28, 28, 1))
    labels, one_hot = label_input()
    x = layers.Concatenate()([image, stripes(one_hot)])
    for filters in (64, 128):
        x = layers.LeakyReLU(0.2)(layers.Conv2D(filters, 3, strides=2, padding="same")(x))
    discriminator = keras.Model([image, labels], layers.Dense(1)(layers.GlobalMaxPooling2D()(x)))
    return Together(generator, discriminator, keras.optimizers.Adam(3e-4), keras.optimizers.Adam(3e-4), seed)
