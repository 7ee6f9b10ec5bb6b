# Generated from solutions/cgan.py (checksum a5569637bbf3c9ea). Yours to fill in: YOUR CODE HERE.
"""Exercise 4: ask for a digit (conditional GAN).

You write six parts: `one_hot`, `projection`, `build_generator`, `build_discriminator`, `CGAN.train_step`, and `ask`.
Everything else is given. The lesson is docs/lessons/4-cgan.md.

    python cgan.py                     train on MNIST; the images land in a new folder below runs/
    python -m checker cgan             see what is right and what is not yet

The idea to give both networks a label is from Mirza and Osindero, "Conditional Generative Adversarial Nets" (2014); the
projection from Miyato and Koyama, "cGANs with Projection Discriminator" (2018), section 3.
"""

from workshop import cli, data, images  # first, so that Keras starts without a page of log
from workshop.monitors import Monitor
from workshop.runs import Run

import keras
import numpy as np
import tensorflow as tf
from keras import ops

CLASSES = 10
LATENT_DIM = 16
BATCH_SIZE = 60  # divides 60,000: a last batch of another size would have to be compiled for
PHONE_NUMBER = "01632 960857"  # from a range that is kept for films. Write your own.


def prepare(images):
    """Turn bytes into the range of a tanh, as in exercise 3: uint8 (n, 28, 28) -> float32 (n, 28, 28, 1) in [-1, 1]."""
    return images[..., np.newaxis].astype("float32") / 127.5 - 1


def one_hot(labels):
    """Turn each label into a row of ten numbers: 1 at the label's position, 0 elsewhere.

    Args:
        labels: integers (n,) from 0 to 9, an array or a tensor of any integer type.

    Returns:
        float32 (n, 10).
    """
    # TODO: use keras.ops, so that it works on arrays and on the inputs of a model under construction.
    # YOUR CODE HERE
    raise NotImplementedError("cgan.one_hot is yours to write")


def projection(features, labels, class_vectors, weight, bias):
    """Make logits of features and labels: how real an image looks, and how well it goes with its label.

    Args:
        features: float32 (n, d), what a discriminator computed from n images.
        labels: integers (n,) from 0 to 9, of any integer type.
        class_vectors: float32 (10, d), a vector for each class.
        weight: float32 (d,).
        bias: a float32 number.

    Returns:
        float32 (n, 1). With f a row of features and y its label: f . weight + bias + f . class_vectors[y].
    """
    # TODO: the first two terms are those of a dense layer with one unit. For the third, each image needs the vector of
    # its class. keras.ops.take does not accept bytes as indices; the product of one_hot(labels) and a matrix works.
    # YOUR CODE HERE
    raise NotImplementedError("cgan.projection is yours to write")


def build_generator(latent_dim):
    """Build the network that turns noise and labels into images.

    Args:
        latent_dim: integer, 1 or more: how many random numbers an image is made from.

    Returns:
        A built, uncompiled functional `keras.Model` of Keras's own layers and operations. Its inputs, in this order:
        noise float32 (n, latent_dim), labels int32 (n,). It returns float32 (n, 28, 28, 1) in [-1, 1]. As in exercise 3
        it grows from 7x7 by transposed convolutions, or by upsampling and convolutions; batch normalization and ReLU
        between them, tanh at the end; no pooling; at most 500,000 parameters at latent_dim 64.
    """
    # TODO: an input of labels has the shape () and the dtype "int32". Put the ten numbers of each label beside its
    # noise. The rest is your generator of exercise 3.
    # YOUR CODE HERE
    raise NotImplementedError("cgan.build_generator is yours to write")


def build_discriminator():
    """Build the network that tells real images from generated ones, each with its label.

    Returns:
        A built, uncompiled functional `keras.Model` of Keras's own layers and operations. Its inputs, in this order:
        images float32 (n, 28, 28, 1), labels int32 (n,). It returns float32 (n, 1), logits: above zero for "real, and
        what its label says", otherwise below. Strided convolutions with LeakyReLU; no pooling; no hidden dense layer
        behind the image; at most 500,000 parameters. The label must interact with the image: if it only adds a number
        to the logit, the network can't tell a 3 from a 7.
    """
    # TODO: your discriminator of exercise 3 up to the features, a row of numbers for each image. Then the
    # projection in layers: a Dense holds the weight and the bias, an Embedding the class vectors.
    # YOUR CODE HERE
    raise NotImplementedError("cgan.build_discriminator is yours to write")


def discriminator_loss(real_logits, fake_logits):
    """The mean of softplus(-real) plus the mean of softplus(fake), as in exercise 3: float32 (n, 1) twice -> scalar."""
    return ops.mean(ops.softplus(-real_logits)) + ops.mean(ops.softplus(fake_logits))


def generator_loss(fake_logits):
    """The mean of softplus(-fake), as in exercise 3: float32 (n, 1) -> scalar."""
    return ops.mean(ops.softplus(-fake_logits))


class CGAN(keras.Model):
    """A generator and a discriminator that get labels, trained against each other by `fit`.

    Args:
        generator: model, [(n, latent_dim), (n,)] -> (n, 28, 28, 1) in [-1, 1].
        discriminator: model, [(n, 28, 28, 1), (n,)] -> (n, 1), logits.
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

    def train_step(self, data):
        """Update the discriminator once and the generator once; Keras's `fit` calls this for each batch.

        Args:
            data: `(images, labels)`: float32 (n, 28, 28, 1) in [-1, 1], real images, and integers (n,), what they show.

        Returns:
            `{"d_loss": scalar, "g_loss": scalar}`, the two losses of this step.
        """
        # TODO: as in exercise 3, but each network is called with a list of two.
        # 1. Show the discriminator real images with their labels, and fakes with the labels that you drew them for.
        # 2. Judge the generator by fakes, again with the labels that you drew them for.
        # Use the labels of the batch for the fakes, or draw new ones with self.seed_generator.
        # YOUR CODE HERE
        raise NotImplementedError("cgan.CGAN.train_step is yours to write")

    def generate(self, noise, labels):
        """Draw images with the averaged weights of the generator, then put its own weights back for training.

        Args:
            noise: float32 (n, latent_dim).
            labels: integers (n,), a tensor if the noise is one.

        Returns:
            float32 array (n, 28, 28, 1) in [-1, 1].
        """
        weights = self.generator.get_weights()
        self._use_averages()
        images = ops.convert_to_numpy(self.generator([noise, labels], training=False))
        self.generator.set_weights(weights)
        return images

    def fit(self, *args, **kwargs):
        """Train as `keras.Model.fit` does; in the end the generator has the averages of its weights."""
        history = super().fit(*args, **kwargs)
        self._use_averages()
        return history

    def _use_averages(self):
        # As in exercise 3: the middle of the circle that the weights run in draws better than any point on it.
        if self.g_optimizer.built:
            self.g_optimizer.finalize_variable_values(self.generator.trainable_weights)


def ask(generator, digits, latent_dim, seed):
    """Draw the requested digits, each from its own noise.

    Args:
        generator: a model as `build_generator` makes them, trained.
        digits: integers (n,) from 0 to 9: a list, or an array of any integer type. Keras does not accept a list
            that mixes tensors and arrays: convert noise and digits to the same kind.
        latent_dim: how many random numbers the generator takes for an image.
        seed: an integer; the same seed gives the same images.

    Returns:
        float32 array (n, 28, 28, 1) in [-1, 1]: the requested digits, row by row, as the generator draws them outside
        training (batch normalization with its moving averages), each row from its own noise.
    """
    # TODO: keras.random.normal with the seed makes the noise; the last line turns a tensor into an array.
    # YOUR CODE HERE
    raise NotImplementedError("cgan.ask is yours to write")


def make_cgan(seed):
    """Put a CGAN together, compiled and ready for `fit`; all that is random in it follows from the seed."""
    keras.utils.set_random_seed(seed)
    cgan = CGAN(build_generator(LATENT_DIM), build_discriminator(), LATENT_DIM, seed)
    cgan.compile(
        # Short memories: older gradients are of an opponent that is no longer there.
        d_optimizer=keras.optimizers.Adam(2e-3, beta_1=0.5, beta_2=0.99),
        g_optimizer=keras.optimizers.Adam(4e-3, beta_1=0.5, beta_2=0.99, use_ema=True, ema_momentum=0.995),
        jit_compile=True,  # one program out of the whole step: a few seconds to compile, then a fifth faster
    )
    return cgan


def main(argv=None):
    """Train on the data set, then write what was learned to a run folder, a `workshop.runs.Run`, and return it."""
    args = cli.parse(__doc__, epochs=2, argv=argv)

    # Data. The test images only serve to watch the discriminator.
    dataset = data.load(args.dataset, like="mnist")
    (train_images, train_labels), (test_images, test_labels) = dataset
    x_train, x_test = prepare(train_images), prepare(test_images)
    count = len(x_train) // BATCH_SIZE * BATCH_SIZE

    # Models and losses.
    cgan = make_cgan(args.seed)
    cgan.generator.summary()
    cgan.discriminator.summary()

    # Training. Watched is a sheet of ten rows, each from the same noise, with a column for each digit.
    run = Run("cgan", args, dataset.name)
    watched = images.each_class(keras.random.normal((10, LATENT_DIM), seed=args.seed), CLASSES)
    monitor = Monitor(run, noise=watched, images=[x_test[:500], test_labels[:500]])
    cgan.fit(
        data.batches((x_train[:count], train_labels[:count]), BATCH_SIZE),
        epochs=args.epochs,
        callbacks=[monitor, *run.callbacks()],
        shuffle=False,  # `batches` does so
        verbose=run.verbosity,
    )

    # Results. Asked for are as many of each digit, one after the other.
    asked = np.arange(2000) % CLASSES
    samples = images.to_bytes(ask(cgan.generator, asked, LATENT_DIM, args.seed + 1))
    np.save(run.path("samples.npy"), samples)
    np.save(run.path("asked.npy"), asked)
    cgan.generator.save(run.path("generator.keras"))
    images.sheet(run.path("samples.png"), monitor.frames[-1])
    images.diagram(run.path("generator.png"), cgan.generator)
    images.diagram(run.path("discriminator.png"), cgan.discriminator)

    # And a phone number, in digits that nobody wrote.
    digits = [int(digit) for digit in PHONE_NUMBER if digit.isdigit()]
    number = ask(cgan.generator, digits, LATENT_DIM, args.seed)
    images.sheet(run.path("number.png"), number, columns=len(digits))

    last = {name: values[-1] for name, values in monitor.history.items()}
    run.finish(
        d_loss=last["d_loss"],
        g_loss=last["g_loss"],
        real_accuracy=last["real_accuracy"],
        fake_accuracy=last["fake_accuracy"],
        parameters=cgan.generator.count_params() + cgan.discriminator.count_params(),
    )
    return run


if __name__ == "__main__":
    cli.run(main)
