# Generated from solutions/acai.py (checksum 5a634b3d642029a3). Yours to fill in: YOUR CODE HERE.
"""Exercise 6: between two images (autoencoder, ACAI).

You write nine parts: `blend`, two losses, three networks, `ACAI.train_step`, `walk` and `smoothness`. Everything else
is given. The lesson is docs/lessons/6-acai.md.

    python acai.py                     train on lines; the walks land in a new folder below runs/
    python acai.py --dataset mnist     the same with digits
    python -m checker acai             see what is right and what is not yet

The idea is from Berthelot, Raffel, Roy and Goodfellow, "Understanding and Improving Interpolation in Autoencoders via
an Adversarial Regularizer" (2018), sections 2 and 3.
"""

from workshop import cli, data, images  # first, so that Keras starts without a page of log
from workshop.data import lines
from workshop.monitors import Monitor
from workshop.runs import Run

import keras
import numpy as np
import tensorflow as tf
from keras import ops

LATENT_DIM = 2  # numbers in a code, for lines
DIGITS_LATENT_DIM = 32
BATCH_SIZE = 64  # divides 12,800: a last batch of another size would have to be compiled for
STRENGTH = 0.1  # how much the critic counts for the autoencoder
SIDE, STEPS = 32, 16  # pixels of a side; images in a walk


def prepare(images):
    """Turn bytes into shares of white: uint8 (n, h, w) -> float32 (n, 32, 32, 1) in [0, 1], with black around."""
    margin = (SIDE - images.shape[1]) // 2
    return np.pad(images / np.float32(255), ((0, 0), (margin, margin), (margin, margin)))[..., np.newaxis]


def blend(a, b, alpha):
    """Mix the codes of two images.

    Args:
        a, b: float32 (n, d), codes.
        alpha: float32 (n, 1), a share for each pair: 1 gives a, 0 gives b.

    Returns:
        float32 (n, d): alpha * a + (1 - alpha) * b.
    """
    # TODO: one line; the axis of length 1 stretches on its own.
    # YOUR CODE HERE
    raise NotImplementedError("acai.blend is yours to write")


def critic_loss(of_blend, alpha, of_real):
    """Tell how badly the critic guesses the share that was blended in.

    Args:
        of_blend: float32 (n, 1), the critic's guesses for decoded blends.
        alpha: float32 (n, 1), their true shares.
        of_real: float32 (n, 1), its guesses for images that are not blended: 0 is right.

    Returns:
        A float32 scalar: the mean of (of_blend - alpha) squared, plus the mean of of_real squared.
    """
    # TODO: use keras.ops.
    # YOUR CODE HERE
    raise NotImplementedError("acai.critic_loss is yours to write")


def autoencoder_loss(images, reconstructions, of_blend, strength):
    """Tell how far reconstructions are from their images, and how well the critic recognises the blends.

    Args:
        images, reconstructions: float32 (n, 32, 32, 1).
        of_blend: float32 (n, 1), the critic's guesses for decoded blends.
        strength: a number, how much these guesses count.

    Returns:
        A float32 scalar: the mean of (images - reconstructions) squared, over all pixels of all images, plus strength
        times the mean of of_blend squared.
    """
    # TODO: a blend fools the critic if it says 0, "not blended at all".
    # YOUR CODE HERE
    raise NotImplementedError("acai.autoencoder_loss is yours to write")


def build_encoder(latent_dim):
    """Build the network that turns an image into a code.

    Args:
        latent_dim: how many numbers a code has.

    Returns:
        A built, uncompiled `keras.Model`, Sequential or functional, of Keras's own layers: float32 (n, 32, 32, 1) in
        [0, 1] -> float32 (n, latent_dim), any numbers.
    """
    # TODO: convolutions with strides, or pooling and dense layers. A code may be any numbers: an activation at the end
    # would restrict them.
    # YOUR CODE HERE
    raise NotImplementedError("acai.build_encoder is yours to write")


def build_decoder(latent_dim):
    """Build the network that turns a code into an image.

    Args:
        latent_dim: how many numbers a code has.

    Returns:
        A built, uncompiled `keras.Model`, Sequential or functional, of Keras's own layers: float32 (n, latent_dim) ->
        float32 (n, 32, 32, 1). It needs no activation at the end, but one that reaches from 0 to 1 is allowed.
    """
    # TODO: the generator of exercise 3 without its normalization: begin with 4x4, then double three times.
    # YOUR CODE HERE
    raise NotImplementedError("acai.build_decoder is yours to write")


def build_critic():
    """Build the network that guesses how much of an image was blended in.

    Returns:
        A built, uncompiled `keras.Model`, Sequential or functional, of Keras's own layers: float32 (n, 32, 32, 1) ->
        float32 (n, 1), a guess.
    """
    # TODO: the discriminator of exercise 3 will do, without its normalization.
    # YOUR CODE HERE
    raise NotImplementedError("acai.build_critic is yours to write")


class ACAI(keras.Model):
    """An autoencoder and a critic of what it decodes between two codes, trained against each other by `fit`.

    Args:
        encoder: model, (n, 32, 32, 1) in [0, 1] -> (n, latent_dim).
        decoder: model, (n, latent_dim) -> (n, 32, 32, 1).
        critic: model, (n, 32, 32, 1) -> (n, 1).
        seed: of all that is random in training.
    """

    def __init__(self, encoder, decoder, critic, seed):
        super().__init__()
        self.encoder, self.decoder, self.critic = encoder, decoder, critic
        self.seed_generator = keras.random.SeedGenerator(seed)

    def compile(self, *, autoencoder_optimizer, critic_optimizer, strength, gamma, **kwargs):
        """Choose how to train.

        Args:
            autoencoder_optimizer: an optimizer for encoder and decoder together.
            critic_optimizer: another for the critic.
            strength: how much the critic counts for the autoencoder, 0 or more; with 0 it is a plain autoencoder.
            gamma: the share of the image itself in what the critic sees as not blended, 0 to 1.
            **kwargs: go to `keras.Model.compile`.
        """
        super().compile(optimizer=None, **kwargs)
        self.autoencoder_optimizer, self.critic_optimizer = autoencoder_optimizer, critic_optimizer
        self.strength, self.gamma = strength, gamma

    def train_step(self, images):
        """Update encoder and decoder once, and the critic once; Keras's `fit` calls this for each batch.

        Args:
            images: float32 (n, 32, 32, 1) in [0, 1]; any n.

        Returns:
            `{"autoencoder_loss": scalar, "critic_loss": scalar}`, as they were before the updates.
        """
        # TODO: call all networks with training=True.
        # 1. Codes of the images, and their reconstructions.
        # 2. alpha: float32 (n, 1), new in each step, from 0 to 0.5, by keras.random.uniform with
        #    seed=self.seed_generator. Blend each code with that of another image: the batch reversed. Decode the
        #    blends.
        # 3. The critic's guesses for the decoded blends, and for self.gamma * images + (1 - self.gamma) *
        #    reconstructions.
        # 4. autoencoder_loss moves encoder and decoder, and nothing else: self.autoencoder_optimizer applies its
        #    gradients once, to the trainable weights of the encoder and then of the decoder, in one list.
        # 5. critic_loss moves the critic, and nothing else, by self.critic_optimizer.
        # YOUR CODE HERE
        raise NotImplementedError("acai.ACAI.train_step is yours to write")

    def generate(self, starts, ends):
        """Walks from images to others, one after the other, for `Monitor`: (n, 32, 32, 1) -> (16 n, 32, 32, 1)."""
        return 2 * np.clip(walk(self.encoder, self.decoder, starts, ends, STEPS), 0, 1).reshape(-1, SIDE, SIDE, 1) - 1


def walk(encoder, decoder, start, end, steps):
    """Go from one image to another through the space of codes, and decode the way.

    Args:
        encoder: model, (n, 32, 32, 1) -> (n, d).
        decoder: model, (n, d) -> (n, 32, 32, 1).
        start, end: float32 (n, 32, 32, 1) in [0, 1], the images at both ends.
        steps: how many images a walk has, 2 or more.

    Returns:
        float32 array (n, steps, 32, 32, 1): the decoded codes at equal distances on the straight line between the two
        images' codes. The first is the reconstruction of the start, the last that of the end.
    """
    # TODO: encode both, np.linspace between the codes, decode. Call both networks with training=False. Watch the order
    # of the axes.
    # YOUR CODE HERE
    raise NotImplementedError("acai.walk is yours to write")


def smoothness(angles):
    """Tell how uneven the steps of walks are.

    Args:
        angles: floats (n, steps), an angle at each step, in radians. They are unwrapped: from just below 2 pi
            to just above it is a small step.

    Returns:
        Floats (n,): the largest step divided by the whole way, minus 1 / (steps - 1). A step is a distance, never
        negative, and the way is the sum of all steps. 0 if all steps have the same length, nearly 1 for a single jump;
        nan for a walk that does not move at all.
    """
    # TODO: np.diff turns angles into steps. 0 / 0 is nan, which is right here; np.errstate keeps NumPy from warning.
    # YOUR CODE HERE
    raise NotImplementedError("acai.smoothness is yours to write")


def nearest_lines(images):
    """Find the true line that is most similar to each image.

    Args:
        images: (n, 32, 32, 1), such as those of a walk.

    Returns:
        `(distances, angles)`: floats (n,). A distance is 1 minus the cosine between image and line, as rows of pixels:
        0 for a true line, 1 for an image that has no pixel in common with any. The angles are those of the lines, in
        radians.
    """
    turns = np.arange(0, lines.TURN, 32)
    known, given = (
        each / np.maximum(np.linalg.norm(each, axis=1, keepdims=True), 1e-9)
        for each in (lines.at(turns).reshape(len(turns), -1).astype("float32"), images.reshape(len(images), -1))
    )
    alike = given @ known.T
    return 1 - alike.max(axis=1), alike.argmax(axis=1) * (2 * np.pi / len(turns))


def make_acai(seed, latent_dim=LATENT_DIM, strength=STRENGTH):
    """Put an ACAI together, compiled and ready for `fit`; all that is random in it follows from the seed."""
    keras.utils.set_random_seed(seed)
    acai = ACAI(build_encoder(latent_dim), build_decoder(latent_dim), build_critic(), seed)
    acai.compile(
        autoencoder_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5),
        critic_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5),
        strength=strength,
        gamma=0.2,
        jit_compile=True,  # one program out of the whole step
    )
    return acai


def main(argv=None):
    """Train on the data set, then write what was learned to a run folder, a `workshop.runs.Run`, and return it."""
    args = cli.parse(__doc__, epochs=20, argv=argv, dataset="lines")

    # Data. Labels are not looked at. Images of another data set are to be like digits: small, and grey.
    dataset = data.load(args.dataset, like="lines" if args.dataset == "lines" else data.DEFAULT)
    is_lines = dataset.shape == (SIDE, SIDE)
    x_train, x_test = prepare(dataset.train.images), prepare(dataset.test.images)
    x_train = x_train[: len(x_train) // BATCH_SIZE * BATCH_SIZE]

    # Models and losses.
    acai = make_acai(args.seed, LATENT_DIM if is_lines else DIGITS_LATENT_DIM)
    for model in (acai.encoder, acai.decoder, acai.critic):
        model.summary()

    # Training.
    run = Run("acai", args, dataset.name)
    starts, ends = x_test[:8], x_test[8:16]
    monitor = Monitor(run, noise=[starts, ends], reports=("autoencoder_loss", "critic_loss"), columns=STEPS)
    acai.fit(
        data.batches(x_train, BATCH_SIZE),
        epochs=args.epochs,
        callbacks=[monitor, *run.callbacks()],
        shuffle=False,  # `batches` does so
        verbose=run.verbosity,
    )

    # Results.
    for name, model in {"encoder": acai.encoder, "decoder": acai.decoder, "critic": acai.critic}.items():
        images.diagram(run.path(f"{name}.png"), model)
    acai.encoder.save(run.path("encoder.keras"))
    acai.decoder.save(run.path("decoder.keras"))
    images.sheet(run.path("walks.png"), monitor.frames[-1], STEPS)
    walks = walk(acai.encoder, acai.decoder, x_test[:100], x_test[100:200], STEPS)
    pairs = np.stack([x_test[:40], walks[:40, 0]], axis=1).reshape(-1, SIDE, SIDE, 1)
    images.sheet(run.path("reconstructions.png"), 2 * np.clip(pairs, 0, 1) - 1, columns=STEPS)
    results = {name: values[-1] for name, values in monitor.history.items() if name != "step"}
    results["reconstruction"] = float(np.mean((walks[:, 0] - x_test[:100]) ** 2))
    if is_lines:  # of digits nobody knows which image lies half way
        distances, angles = nearest_lines(walks.reshape(-1, SIDE, SIDE, 1))
        distances, angles = (each.reshape(len(walks), STEPS) for each in (distances, angles))
        results["middle"] = float(distances[:, STEPS // 2 - 1 : STEPS // 2 + 1].mean())
        results["smoothness"] = float(np.nanmean(smoothness(np.unwrap(angles, axis=1))))
    parameters = sum(model.count_params() for model in (acai.encoder, acai.decoder, acai.critic))
    run.finish(**results, parameters=parameters)
    return run


if __name__ == "__main__":
    cli.run(main)
