"""Exercise 3: a generative adversarial network that writes digits (DCGAN).

You write six parts: `prepare`, `build_generator`, `build_discriminator`, the two losses, and `DCGAN.train_step`.
Everything else is given. The lesson is docs/lessons/3-dcgan.md.

    python dcgan.py                    train on MNIST; the images land in a new folder below runs/
    python -m checker dcgan            see what is right and what is not yet

The architecture's rules are those of Radford, Metz and Chintala, "Unsupervised Representation Learning with Deep
Convolutional Generative Adversarial Networks" (2015), section 3; the game is Goodfellow et al., "Generative Adversarial
Nets" (2014), section 3.
"""

from workshop import cli, data, images  # first, so that Keras starts without a page of log
from workshop.monitors import Monitor
from workshop.runs import Run

import keras
import numpy as np
import tensorflow as tf
from keras import ops

LATENT_DIM = 16
BATCH_SIZE = 60  # divides 60,000: a last batch of another size would have to be compiled for


def prepare(images):
    """Turn bytes into the range that a generator's tanh can reach.

    Args:
        images: uint8 array (n, 28, 28); 0 is black, 255 is white.

    Returns:
        float32 array (n, 28, 28, 1) in [-1, 1]: black becomes -1, white becomes 1.
    """
    # TODO: as in exercise 1, but into [-1, 1].
    ### BEGIN SOLUTION
    return images[..., np.newaxis].astype("float32") / 127.5 - 1
    ### END SOLUTION


def build_generator(latent_dim):
    """Build the network that turns noise into images.

    Args:
        latent_dim: integer, 1 or more: how many random numbers an image is made from.

    Returns:
        A built, uncompiled `keras.Model`, Sequential or functional, of Keras's own layers (no Lambda, no class of your
        own): float32 (n, latent_dim) -> float32 (n, 28, 28, 1) in [-1, 1]. It grows from 7x7 by transposed
        convolutions, or by upsampling and convolutions; batch normalization and ReLU between them, tanh at the end; no
        pooling; at most 500,000 parameters at latent_dim 64.
    """
    # TODO: a dense layer makes 7x7 positions with many channels out of the noise; two steps double height and width to
    # 14x14 and 28x28, while the channels become fewer, down to one.
    ### BEGIN SOLUTION
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            # No bias where batch normalization follows: it takes the mean away again, and adds a shift of its own.
            keras.layers.Dense(7 * 7 * 48, use_bias=False),
            keras.layers.Reshape((7, 7, 48)),
            keras.layers.BatchNormalization(),
            keras.layers.ReLU(),
            # Two convolutions while there are only 7x7 positions: here neighbours agree on what to draw. For the
            # same time, nothing else improves the digits as much.
            keras.layers.Conv2D(48, 3, padding="same", use_bias=False),
            keras.layers.BatchNormalization(),
            keras.layers.ReLU(),
            keras.layers.Conv2D(48, 3, padding="same", use_bias=False),
            keras.layers.BatchNormalization(),
            keras.layers.ReLU(),
            # A kernel size that the stride divides: else neighbouring pixels get unequal shares, a checkerboard.
            keras.layers.Conv2DTranspose(24, 4, strides=2, padding="same", use_bias=False),
            keras.layers.BatchNormalization(),
            keras.layers.ReLU(),
            keras.layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh"),
        ],
        name="generator",
    )
    ### END SOLUTION


def build_discriminator():
    """Build the network that tells real images from generated ones.

    Returns:
        A built, uncompiled `keras.Model`, Sequential or functional, of Keras's own layers: float32 (n, 28, 28, 1) ->
        float32 (n, 1), a logit: above zero for "real", below for "fake". Strided convolutions with LeakyReLU; no
        pooling, no dense layer but the last; batch normalization and dropout as you like; at most 500,000 parameters.
    """
    # TODO: much like the classifier of exercise 2, with one logit at the end, and LeakyReLU: it passes a little of what
    # is negative, so that the generator gets a gradient from everywhere.
    ### BEGIN SOLUTION
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(16, 4, strides=2, padding="same"),
            keras.layers.LeakyReLU(0.2),
            # A third level costs little, and sees the digit as a whole: without it strokes are right, and shapes wrong.
            keras.layers.Conv2D(24, 4, strides=2, padding="same", use_bias=False),
            keras.layers.BatchNormalization(),
            keras.layers.LeakyReLU(0.2),
            keras.layers.Conv2D(48, 4, strides=2, padding="same", use_bias=False),
            keras.layers.BatchNormalization(),
            keras.layers.LeakyReLU(0.2),
            # From 4x4 positions to a single one, which sees all of them. No batch normalization: with a single
            # position it would hide by how much a batch of real images differs from a batch of generated ones.
            keras.layers.Conv2D(64, 4),
            keras.layers.LeakyReLU(0.2),
            keras.layers.Flatten(),
            keras.layers.Dense(1),
        ],
        name="discriminator",
    )
    ### END SOLUTION


def discriminator_loss(real_logits, fake_logits):
    """Tell how badly the discriminator takes real for real and fake for fake.

    Args:
        real_logits: float32 (n, 1), what the discriminator says of real images.
        fake_logits: float32 (n, 1), what it says of generated ones.

    Returns:
        A float32 scalar: the mean over the real ones of -log(sigmoid(logit)), plus the mean over the fake ones of
        -log(1 - sigmoid(logit)). Where all logits are zero it is 2 log 2; it is finite at logits of 100 and -100.
    """
    # TODO: with keras.ops. -log(sigmoid(x)) is softplus(-x); written as softplus it never takes the log of zero.
    ### BEGIN SOLUTION
    return ops.mean(ops.softplus(-real_logits)) + ops.mean(ops.softplus(fake_logits))
    ### END SOLUTION


def generator_loss(fake_logits):
    """Tell how badly the generator fools the discriminator: the non-saturating loss.

    Args:
        fake_logits: float32 (n, 1), what the discriminator says of generated images.

    Returns:
        A float32 scalar: the mean of -log(sigmoid(logit)), finite at logits of 100 and -100.
    """
    # TODO: small where the discriminator takes the images for real; steep where it does not.
    ### BEGIN SOLUTION
    return ops.mean(ops.softplus(-fake_logits))
    ### END SOLUTION


class DCGAN(keras.Model):
    """A generator and a discriminator, trained against each other by `fit`.

    Args:
        generator: model, (n, latent_dim) -> (n, 28, 28, 1) in [-1, 1].
        discriminator: model, (n, 28, 28, 1) -> (n, 1), logits.
        latent_dim: how many random numbers an image is made from.
        seed: of the noise.
    """

    def __init__(self, generator, discriminator, latent_dim, seed):
        super().__init__()
        self.generator, self.discriminator, self.latent_dim = generator, discriminator, latent_dim
        self.seed_generator = keras.random.SeedGenerator(seed)

    def compile(self, *, d_optimizer, g_optimizer, **kwargs):
        """Take an optimizer for each network; `**kwargs` goes to `keras.Model.compile`."""
        super().compile(optimizer=None, **kwargs)
        self.d_optimizer, self.g_optimizer = d_optimizer, g_optimizer

    def train_step(self, images):
        """Update the discriminator once, then the generator once; Keras's `fit` calls this for each batch.

        Args:
            images: float32 (n, 28, 28, 1) in [-1, 1], real images; any n.

        Returns:
            `{"d_loss": scalar, "g_loss": scalar}`, the two losses of this step.
        """
        # TODO: noise is keras.random.normal((n, self.latent_dim), seed=self.seed_generator), new in each step.
        # 1. Compute the discriminator's loss for these images and as many fake ones, inside a tf.GradientTape; take its
        #    gradients by self.discriminator.trainable_weights; let self.d_optimizer apply them to those.
        # 2. The same for the generator: its loss is what the discriminator, as it is now, says of fake images; its
        #    gradients go to self.generator.trainable_weights, by self.g_optimizer.
        # Call both networks with training=True: batch normalization then uses the batch, in both halves.
        ### BEGIN SOLUTION
        noise = keras.random.normal((ops.shape(images)[0], self.latent_dim), seed=self.seed_generator)

        fakes = self.generator(noise, training=True)
        with tf.GradientTape() as tape:
            real_logits = self.discriminator(images, training=True)
            fake_logits = self.discriminator(fakes, training=True)
            d_loss = discriminator_loss(real_logits, fake_logits)
        gradients = tape.gradient(d_loss, self.discriminator.trainable_weights)
        self.d_optimizer.apply(gradients, self.discriminator.trainable_weights)

        # The same noise again: XLA notices, and computes the images once.
        with tf.GradientTape() as tape:
            fake_logits = self.discriminator(self.generator(noise, training=True), training=True)
            g_loss = generator_loss(fake_logits)
        gradients = tape.gradient(g_loss, self.generator.trainable_weights)
        self.g_optimizer.apply(gradients, self.generator.trainable_weights)

        return {"d_loss": d_loss, "g_loss": g_loss}
        ### END SOLUTION

    def generate(self, noise):
        """Draw images with the averaged weights of the generator; training goes on from its own.

        Args:
            noise: float32 (n, latent_dim).

        Returns:
            float32 array (n, 28, 28, 1) in [-1, 1].
        """
        weights = self.generator.get_weights()
        self._use_averages()
        images = ops.convert_to_numpy(self.generator(noise, training=False))
        self.generator.set_weights(weights)
        return images

    def fit(self, *args, **kwargs):
        """Train as `keras.Model.fit` does; in the end the generator has the averages of its weights."""
        history = super().fit(*args, **kwargs)
        self._use_averages()
        return history

    def _use_averages(self):
        # The two networks chase each other, so that their weights circle. The middle of the circle draws better than
        # any point on it. Keras does this by itself only for an optimizer that is the model's one and only.
        if self.g_optimizer.built:
            self.g_optimizer.finalize_variable_values(self.generator.trainable_weights)


def make_dcgan(seed):
    """Put a DCGAN together, compiled and ready for `fit`; all that is random in it follows from the seed."""
    keras.utils.set_random_seed(seed)
    dcgan = DCGAN(build_generator(LATENT_DIM), build_discriminator(), LATENT_DIM, seed)
    dcgan.compile(
        # Short memories: older gradients are of an opponent that is no longer there.
        d_optimizer=keras.optimizers.Adam(2e-3, beta_1=0.5, beta_2=0.99),
        g_optimizer=keras.optimizers.Adam(4e-3, beta_1=0.5, beta_2=0.99, use_ema=True, ema_momentum=0.995),
        jit_compile=True,  # one program out of the whole step: a few seconds to compile, then a fifth faster
    )
    return dcgan


def main(argv=None):
    """Train on the data set, then write what was learned to a run folder, a `workshop.runs.Run`, and return it."""
    args = cli.parse(__doc__, epochs=2, argv=argv)

    # Data. Nobody looks at the labels. The test images only serve to watch the discriminator.
    dataset = data.load(args.dataset, like="mnist")
    (train_images, _), (test_images, _) = dataset
    x_train, x_test = prepare(train_images), prepare(test_images)
    x_train = x_train[: len(x_train) // BATCH_SIZE * BATCH_SIZE]

    # Models and losses.
    dcgan = make_dcgan(args.seed)
    dcgan.generator.summary()
    dcgan.discriminator.summary()

    # Training.
    run = Run("dcgan", args, dataset.name)
    monitor = Monitor(run, noise=keras.random.normal((100, LATENT_DIM), seed=args.seed), images=x_test[:500])
    dcgan.fit(
        data.batches(x_train, BATCH_SIZE),  # not the array itself, whose epochs end with seconds of waiting
        epochs=args.epochs,
        callbacks=[monitor, *run.callbacks()],
        shuffle=False,  # `batches` does so
        verbose=run.verbosity,
    )

    # Results.
    samples = images.to_bytes(dcgan.generate(keras.random.normal((2000, LATENT_DIM), seed=args.seed + 1)))
    np.save(run.path("samples.npy"), samples)
    dcgan.generator.save(run.path("generator.keras"))
    images.sheet(run.path("samples.png"), monitor.frames[-1])
    images.diagram(run.path("generator.png"), dcgan.generator)
    images.diagram(run.path("discriminator.png"), dcgan.discriminator)
    last = {name: values[-1] for name, values in monitor.history.items()}
    run.finish(
        d_loss=last["d_loss"],
        g_loss=last["g_loss"],
        real_accuracy=last["real_accuracy"],
        fake_accuracy=last["fake_accuracy"],
        parameters=dcgan.generator.count_params() + dcgan.discriminator.count_params(),
    )
    return run


if __name__ == "__main__":
    cli.run(main)
