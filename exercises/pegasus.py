# Generated from solutions/pegasus.py (checksum 4e627068fb193657). Yours to fill in: YOUR CODE HERE.
"""Exercise 8: an image that nobody has taken (capstone).

You write seven parts: `prepare`, `build_generator`, `build_discriminator`, `Maker.train_step`, `pegasuses`, `novelty`,
and `mean_difference`. Everything else is given. The lesson is docs/lessons/8-pegasus.md.

    python pegasus.py                  train on creatures; the images land in a new folder below runs/
    python -m checker pegasus          see what is right and what is not yet

There are horses among the creatures, and there are creatures with wings, but no horse has wings. Both networks get body
and wings separately, so that you can ask for a pair that no image shows. The projection is from Miyato and Koyama,
"cGANs with Projection Discriminator" (2018), section 3.
"""

from workshop import cli, data, images  # first, so that Keras starts without a page of log
from workshop.monitors import Monitor
from workshop.runs import Run

import keras
import numpy as np
import tensorflow as tf
from keras import ops

BODIES, HORSE = 6, 0  # horse, cat, cow, lion, bird, caterpillar; no image shows a horse with wings
LATENT_DIM = 32
BATCH_SIZE = 60  # divides 12,000: a last batch of another size would have to be compiled for
STRENGTH = 1.5  # of the requested wings; images have 0 or 1


def prepare(images):
    """Turn bytes into the range of a tanh: uint8 (n, 32, 32, 3) -> float32 (n, 32, 32, 3) in [-1, 1]."""
    # TODO: as in exercise 3; colour images already have their channels.
    # YOUR CODE HERE
    raise NotImplementedError("pegasus.prepare is yours to write")


def build_generator(latent_dim, bodies):
    """Build the network that turns noise, a body and wings into an image.

    Args:
        latent_dim: integer, 1 or more: how many random numbers an image is made from.
        bodies: integer, 1 or more: how many bodies there are.

    Returns:
        A built, uncompiled functional `keras.Model` of Keras's own layers and operations. Its inputs, in this order:
        noise float32 (n, latent_dim); body int32 (n,), from 0 to bodies - 1; wings float32 (n, 1), 0 for none and 1 for
        wings in training, any number afterwards. It returns float32 (n, 32, 32, 3) in [-1, 1]. At most
        1,000,000 parameters at latent_dim 32 and 6 bodies.
    """
    # TODO: put the body, as a row of zeros with a single 1, and the number of the wings beside the noise, each in its
    # own columns. Then grow from 4x4 to 32x32 as in exercise 3, by three steps of stride 2, and end in three channels.
    # YOUR CODE HERE
    raise NotImplementedError("pegasus.build_generator is yours to write")


def build_discriminator(bodies):
    """Build the network that tells real images, with what they show, from generated ones.

    Args:
        bodies: integer, 1 or more: how many bodies there are.

    Returns:
        A built, uncompiled functional `keras.Model` of Keras's own layers and operations. Its inputs, in this order:
        images float32 (n, 32, 32, 3) in [-1, 1]; body int32 (n,), from 0 to bodies - 1; wings float32 (n, 1). It
        returns float32 (n, 1), logits: above zero for "real, with this body and these wings", otherwise below. At most
        1,000,000 parameters at 6 bodies. Body and wings must enter separately: a network with a vector for each pair
        has none for the pair that no image shows.
    """
    # TODO: strided convolutions down to the features, as in exercise 4. To the dense layer of one unit add two terms:
    # the features with the vector of their body; and the features with one vector for wings, times `wings`.
    # YOUR CODE HERE
    raise NotImplementedError("pegasus.build_discriminator is yours to write")


def discriminator_loss(real_logits, fake_logits):
    """The mean of softplus(-real) plus the mean of softplus(fake), as in exercise 3: float32 (n, 1) twice -> scalar."""
    return ops.mean(ops.softplus(-real_logits)) + ops.mean(ops.softplus(fake_logits))


def generator_loss(fake_logits):
    """The mean of softplus(-fake), as in exercise 3: float32 (n, 1) -> scalar."""
    return ops.mean(ops.softplus(-fake_logits))


class Maker(keras.Model):
    """A generator and a discriminator that get body and wings, trained against each other by `fit`.

    Args:
        generator: model, [(n, latent_dim), (n,), (n, 1)] -> (n, 32, 32, 3) in [-1, 1].
        discriminator: model, [(n, 32, 32, 3), (n,), (n, 1)] -> (n, 1), logits.
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
            data: `(images, bodies, wings)`: float32 (n, 32, 32, 3) in [-1, 1], real images; integers (n,), their
                bodies; float32 (n, 1), 1 where they have wings, else 0.

        Returns:
            `{"d_loss": scalar, "g_loss": scalar}`, the two losses of this step.
        """
        # TODO: as in exercise 4, but call each network with a list of three. Make one fake for each real image, from
        # noise of its own, with that image's body and wings.
        # YOUR CODE HERE
        raise NotImplementedError("pegasus.Maker.train_step is yours to write")

    def generate(self, noise, bodies, wings):
        """Draw images with the averaged weights of the generator, then put its own weights back for training.

        Args:
            noise: float32 (n, latent_dim).
            bodies: integers (n,), a tensor if the noise is one.
            wings: float32 (n, 1), a tensor if the noise is one.

        Returns:
            float32 array (n, 32, 32, 3) in [-1, 1].
        """
        weights = self.generator.get_weights()
        self._use_averages()
        images = ops.convert_to_numpy(self.generator([noise, bodies, wings], training=False))
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


def pegasuses(generator, count, wings, seed):
    """Draw horses with wings, each from its own noise, as they come: leave none out, draw none again.

    Args:
        generator: a model as `build_generator` makes them, trained.
        count: how many, 1 or more.
        wings: a number, how strongly to ask for wings. 0 asks for horses.
        seed: an integer; the same seed gives the same images.

    Returns:
        uint8 array (count, 32, 32, 3), 0 to 255: what the generator draws outside training (batch normalization with
        its moving averages) for the body HORSE and these wings, each from its own noise.
    """
    # TODO: the generator's first input says how large the noise is. Keras does not accept a list that mixes arrays
    # and tensors. `images.to_bytes` turns [-1, 1] into bytes.
    # YOUR CODE HERE
    raise NotImplementedError("pegasus.pegasuses is yours to write")


def novelty(images, training):
    """Measure how far each image is from its nearest training image.

    Args:
        images: uint8 (n, 32, 32, 3).
        training: uint8 (m, 32, 32, 3), m of 1 or more; 12,000 must fit into the memory of a laptop.

    Returns:
        float array (n,): the Euclidean distance over the 3,072 numbers of an image, 0 for a copy.
    """
    # TODO: bytes wrap around, so compute in floats. All differences at once are n x m x 3,072 numbers, too many: loop
    # over the images.
    # YOUR CODE HERE
    raise NotImplementedError("pegasus.novelty is yours to write")


def mean_difference(with_wings, without):
    """Compute what wings look like on average: the mean image with wings minus the mean image without.

    Args:
        with_wings: uint8 (n, 32, 32, 3), n of 1 or more.
        without: uint8 (m, 32, 32, 3), m of 1 or more.

    Returns:
        float array (32, 32, 3), from -255 to 255.
    """
    # TODO: one line. It needs no network, and added to a horse it fools many judges of wings: see the lesson.
    # YOUR CODE HERE
    raise NotImplementedError("pegasus.mean_difference is yours to write")


def make_pegasus(seed):
    """Put a maker together, compiled and ready for `fit`; all that is random in it follows from the seed."""
    keras.utils.set_random_seed(seed)
    maker = Maker(build_generator(LATENT_DIM, BODIES), build_discriminator(BODIES), LATENT_DIM, seed)
    maker.compile(
        # Short memories: older gradients are of an opponent that is no longer there.
        d_optimizer=keras.optimizers.Adam(2e-3, beta_1=0.5, beta_2=0.99),
        g_optimizer=keras.optimizers.Adam(4e-3, beta_1=0.5, beta_2=0.99, use_ema=True, ema_momentum=0.995),
        jit_compile=True,  # one program out of the whole step: a few seconds to compile, then a fifth faster
    )
    return maker


def main(argv=None):
    """Train on the data set, then write what was learned to a run folder, a `workshop.runs.Run`, and return it."""
    args = cli.parse(__doc__, epochs=14, argv=argv, dataset="creatures")

    # Data: what an image shows, taken apart into body and wings.
    dataset = data.load(args.dataset, like="creatures")
    train, test = (data.creatures.parts(split, dataset.classes) for split in dataset)
    unseen = [prepare(test.images[:500]), test.bodies[:500], test.wings[:500]]
    count = len(train.images) // BATCH_SIZE * BATCH_SIZE

    # Models and losses.
    maker = make_pegasus(args.seed)
    maker.generator.summary()
    maker.discriminator.summary()

    # Training. Watched are horses that are asked for with wings: five without, five as images have them, and so on.
    run = Run("pegasus", args, dataset.name)
    strengths = (0, 1, STRENGTH, 2)
    noise = np.tile(np.random.default_rng(args.seed).normal(size=(10, LATENT_DIM)), (len(strengths), 1))
    asked = np.repeat(np.array(strengths, "float32"), 10)[:, np.newaxis]
    watched = [noise.astype("float32"), np.full(len(noise), HORSE, "int32"), asked]
    monitor = Monitor(run, noise=watched, images=unseen)
    maker.fit(
        data.batches((prepare(train.images[:count]), train.bodies[:count], train.wings[:count]), BATCH_SIZE),
        epochs=args.epochs,
        callbacks=[monitor, *run.callbacks()],
        shuffle=False,  # `batches` does so
        verbose=run.verbosity,
    )

    # Results: a batch of 64 as they come, and the training images that they are nearest to.
    np.save(run.path("samples.npy"), pegasuses(maker.generator, 500, STRENGTH, args.seed))  # for the judge
    drawn = pegasuses(maker.generator, 64, STRENGTH, args.seed + 1)
    np.save(run.path("batch.npy"), drawn)
    maker.generator.save(run.path("generator.keras"))
    images.sheet(run.path("samples.png"), prepare(drawn), columns=8)
    images.sheet(run.path("strengths.png"), monitor.frames[-1])
    distances = novelty(drawn, train.images)
    # Below each of the first 16 the training image that it is nearest to: distances are the same seen from there.
    nearest = [train.images[np.argmin(novelty(train.images, one[np.newaxis]))] for one in drawn[:16]]
    rows = [image for row in (0, 8) for image in [*drawn[row : row + 8], *nearest[row : row + 8]]]
    images.sheet(run.path("nearest.png"), prepare(np.stack(rows)), columns=8)

    # The control: horses to which the mean difference of the pixels is added. No network has a part in it.
    winged = train.wings[:, 0] == 1
    difference = mean_difference(train.images[winged], train.images[~winged])
    horses = test.images[test.bodies == HORSE][:16]
    control = np.clip(np.rint(horses + 2 * difference), 0, 255).astype("uint8")
    images.sheet(run.path("control.png"), prepare(control), columns=8)
    images.diagram(run.path("generator.png"), maker.generator)
    images.diagram(run.path("discriminator.png"), maker.discriminator)

    last = {name: values[-1] for name, values in monitor.history.items()}
    run.finish(
        d_loss=last["d_loss"],
        g_loss=last["g_loss"],
        real_accuracy=last["real_accuracy"],
        fake_accuracy=last["fake_accuracy"],
        novelty=float(np.min(distances)),
        parameters=maker.generator.count_params() + maker.discriminator.count_params(),
    )
    return run


if __name__ == "__main__":
    cli.run(main)
