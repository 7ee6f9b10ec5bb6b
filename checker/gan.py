"""What rubrics of adversarial networks share: losses in closed form, and training steps to follow by hand.

A `Game` is a learner's GAN with two networks of the checker's own, so simple that every step has a closed form; what
happened in a step is read from the weights before and after it, and the noise can be read from them as well.
"""

from dataclasses import dataclass

import numpy as np

from checker.failures import Failure
from checker.rubric.expect import expect, scalar
from checker.sandbox.limits import Limits
from checker.text import describe, number

IMAGE = (28, 28, 1)
PIXELS = 28 * 28
STEP = "DCGAN.train_step"
# What exceptions in a training step mean, for a beginner.
MET_BEFORE = (
    (
        "No gradients provided",
        "No slope leads from the loss to these weights: inside the tape, call the network that they belong to; what"
        " predict() or NumPy returns leaves no trace on it.",
    ),
    ("Unknown variable", "One optimizer for two networks: each has its own, which remembers the weights it was given."),
    (
        "'_id'",
        "The loss is no tensor but a number: compute it by keras.ops, for what NumPy does leaves no trace on the tape.",
    ),
    ("as a Python `bool`", "fit makes a graph of the step, once: there is no value yet that an `if` could ask for."),
    ("SymbolicTensor", "fit makes a graph of the step: return the losses as they are, without float() or numpy()."),
    ("None", "fit makes a graph of the step: the batch size is a tensor in it, as in ops.shape(images)[0]."),
    ("numpy", "fit makes a graph of the step: what is computed anew in each step is computed by keras.ops."),
    ("KerasTensor", "fit makes a graph of the step: what is computed anew in each step is computed by keras.ops."),
)
BIAS = 0.5  # of logits that are all the same; not zero, where softplus written with abs or maximum has no slope
MOST_REMAINING = 0.9
RATE, SHIFT, HUGE = 1e-3, 0.4, 1e12  # of the step in which one sees who is in training mode
TRAINING = Limits(cpu_seconds=120, wall_seconds=200, memory_gb=4)


def softplus(x):
    """log(1 + exp(x)) in float64, for x of any size."""
    return np.logaddexp(0, np.asarray(x, dtype="float64"))


def sigmoid(x):
    """1 / (1 + exp(-x)) in float64, for x of any size."""
    return np.exp(-softplus(-np.asarray(x, dtype="float64")))


def discriminator_loss(real, fake):
    """Mean of -log(sigmoid(real)) plus mean of -log(1 - sigmoid(fake)) (Goodfellow et al., 2014, equation 1)."""
    return float(softplus(-real).mean() + softplus(fake).mean())


def generator_loss(fake):
    """Mean of -log(sigmoid(fake)), the non-saturating loss (Goodfellow et al., 2014, end of section 3)."""
    return float(softplus(-fake).mean())


def explain_discriminator_loss(loss, real, fake):
    """The misconception that gives just this loss, where it is a known one."""
    right, n = discriminator_loss(real, fake), len(real)
    squeezed = [np.clip(x, 1e-7, 1 - 1e-7) for x in (real, fake)]
    exchanged = "Labels and logits have changed places: Keras's losses take the labels first."
    known = [
        (exchanged, softplus(1) - real.mean() + softplus(0)),
        (
            "The labels are swapped: real pictures are to be called real, generated ones fake.",
            discriminator_loss(fake, real),
        ),
        ("This is half of it: add the two means, don't average them.", right / 2),
        ("This is the sum over the batch: take the mean, so that its size does not change the step.", right * n),
        ("Only the real pictures count in it: add the mean over the fake ones.", softplus(-real).mean()),
        ("Only the fake pictures count in it: add the mean over the real ones.", softplus(fake).mean()),
        ("The sign is turned round: the discriminator would learn to be wrong.", -right),
        ("Both halves ask for the answer real: fake pictures are to be called fake.", discriminator_loss(real, -fake)),
        ("Both halves ask for the answer fake: real pictures are to be called real.", discriminator_loss(-real, fake)),
        ("Sigmoid is applied twice: this loss applies it itself.", discriminator_loss(sigmoid(real), sigmoid(fake))),
        (
            "This loss takes the logits for probabilities: tell it that they are logits.",
            -np.log(squeezed[0]).mean() - np.log(1 - squeezed[1]).mean(),
        ),
        (
            "This is the hinge loss: wanted is the cross-entropy.",
            np.maximum(0, 1 - real).mean() + np.maximum(0, 1 + fake).mean(),
        ),
        ("This is a Wasserstein loss: wanted is the cross-entropy.", fake.mean() - real.mean()),
        ("These are squared differences: wanted is the cross-entropy.", ((real - 1) ** 2).mean() + (fake**2).mean()),
        (
            "The labels of the real pictures are smoothed: here they are to be 1.",
            0.9 * softplus(-real).mean() + 0.1 * softplus(real).mean() + softplus(fake).mean(),
        ),
        ("Each kind of picture has a mean of its own; these are differences of logits.", softplus(fake - real).mean()),
        (
            "The mean is taken before softplus: the loss of each logit comes first, then the mean.",
            float(softplus(-real.mean()) + softplus(fake.mean())),
        ),
    ]
    return _explain(loss, known, "softplus(-x) is -log(sigmoid(x)): of real logits. Of fake ones it is softplus(x).")


def explain_generator_loss(loss, fake):
    """The misconception that gives just this loss, where it is a known one."""
    right = generator_loss(fake)
    known = [
        ("Labels and logits have changed places: Keras's losses take the labels first.", softplus(1) - fake.mean()),
        (
            "This is the saturating loss, log(1 - sigmoid(x)): it is flat where the generator is bad. Wanted is the"
            " other one, -log(sigmoid(x)).",
            -softplus(fake).mean(),
        ),
        ("The label is the wrong one: the generator wants its pictures to be called real.", softplus(fake).mean()),
        (
            "This is the sum over the batch: take the mean, so that its size does not change the step.",
            right * len(fake),
        ),
        ("The sign is turned round: the generator would learn to be found out.", -right),
        ("Sigmoid is applied twice: this loss applies it itself.", generator_loss(sigmoid(fake))),
        (
            "This loss takes the logits for probabilities: tell it that they are logits.",
            -np.log(np.clip(fake, 1e-7, 1 - 1e-7)).mean(),
        ),
        ("This is a Wasserstein or hinge loss: wanted is the cross-entropy.", -fake.mean()),
        ("These are squared differences: wanted is the cross-entropy.", ((fake - 1) ** 2).mean()),
        ("This is half of it.", right / 2),
        (
            "The mean is taken before softplus: the loss of each logit comes first, then the mean.",
            softplus(-fake.mean()),
        ),
    ]
    return _explain(loss, known, "-log(sigmoid(x)) is softplus(-x): small where the discriminator is fooled.")


def _explain(loss, known, otherwise):
    return next((hint for hint, value in known if np.isclose(loss, value, rtol=1e-3, atol=1e-6)), otherwise)


def expect_loss(value, right, what, hint):
    """Fail unless a learner's loss is a scalar of that value."""
    if isinstance(value, np.ndarray) and value.size > 1:
        raise Failure(what, "one number", describe(value), "Take the mean over the batch.")
    loss = scalar(value, what)
    expect(np.isfinite(loss), what, number(right), number(loss), "Write it with softplus, not with log and exp.")
    expect(np.isclose(loss, right, rtol=1e-3, atol=1e-5), what, number(right), number(loss), hint)


@dataclass
class Weights:
    """The weights of both networks at one moment, as float64 arrays."""

    generator: list
    discriminator: list


class Game:
    """A learner's GAN with networks of the checker's own, trained by plain gradient descent.

    The generator is `Dense`, optionally batch normalization, and no activation; the discriminator is, optionally, batch
    normalization and `Dense(1)`. So with kernel K, bias c, and kernel w, bias b: fakes are z K + c, logits x w + b.
    """

    def __init__(self, learner, latent_dim, d_rate, g_rate, seed=1, normalized="", **settings):
        """Build both networks and compile them.

        Args:
            learner: a `checker.learner.Learner`.
            latent_dim: how many numbers a picture is made from.
            d_rate, g_rate: learning rates of the two optimizers.
            seed: of the noise.
            normalized: `"generator"` or `"discriminator"`, which network has batch normalization.
            **settings: further ones of `compile`, such as `run_eagerly`.
        """
        self.normalized = normalized
        normalization = [("BatchNormalization", {"momentum": 0.5})]
        self.generator = learner.sequential(
            [("Input", {"shape": (latent_dim,)}), ("Dense", {"units": PIXELS})]
            + normalization * (normalized == "generator")
            + [("Reshape", {"target_shape": IMAGE})]
        )
        self.discriminator = learner.sequential(
            [("Input", {"shape": IMAGE}), ("Flatten", {})]
            + normalization * (normalized == "discriminator")
            + [("Dense", {"units": 1})]
        )
        self.gan = learner.call("DCGAN", self.generator, self.discriminator, latent_dim, seed, returns="reference")
        self.gan.call(
            "compile",
            d_optimizer=learner.keras("optimizers.SGD", d_rate),
            g_optimizer=learner.keras("optimizers.SGD", g_rate),
            about="DCGAN.compile",
            **settings,
        )

    def set(self, kernel, bias, w, b, beta=0, variance=1):
        """Set the weights: K (latent_dim, 784), c (784,), w (784,), b.

        Of the normalization, if there is one: `beta`, its shift, and the variance that its running average begins with.
        """
        normalization = [np.full(PIXELS, value) for value in (1, beta, 0, variance)]
        generator = [kernel, bias, *normalization * (self.normalized == "generator")]
        discriminator = [
            *normalization * (self.normalized == "discriminator"),
            np.reshape(w, (PIXELS, 1)),
            np.reshape(b, (1,)),
        ]
        for network, weights in ((self.generator, generator), (self.discriminator, discriminator)):
            network.call("set_weights", [np.asarray(array, dtype="float32") for array in weights])

    def weights(self):
        """The weights now: `Weights`."""
        return Weights(
            *(
                [np.asarray(array, dtype="float64") for array in network.call("get_weights")]
                for network in (self.generator, self.discriminator)
            )
        )

    def step(self, images, fit=False):
        """One training step on a batch of pictures (n, 28, 28, 1); returns what `train_step` returned, or `fit`."""
        try:
            if fit:
                return self.gan.call("fit", images, batch_size=len(images), verbose=0, about=STEP, limits=TRAINING)
            return self.gan.call("train_step", images, about=STEP, tensors=True)
        except Failure as failure:
            failure.hint = failure.hint or next((hint for text, hint in MET_BEFORE if text in failure.got), "")
            raise


class VisibleStep:
    """One step of a `Game` whose generator draws the same picture from any noise, and all that follows from it.

    Attributes:
        returned: what `train_step` returned.
        moved_d, moved_g: how w, b and c changed: (785,) and (784,), divided by minus the learning rate, so that they
            are the gradients where plain gradient descent was done.
    """

    D_RATE, G_RATE, COUNT = 0.004, 1.0, 6  # D's so small that its logits stay of the size of 1

    def __init__(self, learner, rng):
        self.game = Game(learner, 5, self.D_RATE, self.G_RATE, run_eagerly=True)
        self.w, self.b, self.c = rng.normal(0, 0.08, PIXELS), np.array([0.3]), rng.uniform(-0.9, 0.9, PIXELS)
        self.images = rng.uniform(-1, 1, (self.COUNT, *IMAGE)).astype("float32")
        self.game.set(np.zeros((5, PIXELS)), self.c, self.w, self.b)
        before = self.game.weights()
        self.returned = self.game.step(self.images)
        after = self.game.weights()
        self.moved_d = -(_flat(after.discriminator) - _flat(before.discriminator)) / self.D_RATE
        self.moved_g = -(after.generator[1] - before.generator[1]) / self.G_RATE
        w, b = before.discriminator[0][:, 0], before.discriminator[1]
        self.w, self.b, self.c = w, b, before.generator[1]
        self.real, self.fake = self._logits(w, b)
        # The discriminator after its own half of the step.
        gradient = self.d_gradient()
        self.w_after, self.b_after = w - self.D_RATE * gradient[:-1], b - self.D_RATE * gradient[-1:]
        self.fake_after = self._logits(self.w_after, self.b_after)[1]

    def _logits(self, w, b, c=None):
        """Logits of the real pictures (n,) and of the generator's one picture (1,)."""
        return self._flat_images() @ w + b, (self.c if c is None else c) @ w + b

    def _flat_images(self):
        return self.images.reshape(self.COUNT, PIXELS).astype("float64")

    def d_gradient(self, real=1.0, fake=1.0, c=None):
        """The gradient of D's loss by w and b, (785,); `real` and `fake` weigh the two halves."""
        c = self.c if c is None else c
        real_logits, fake_logits = self._logits(self.w, self.b, c)
        of_real, of_fake = -real * sigmoid(-real_logits) / self.COUNT, fake * sigmoid(fake_logits)
        return np.append(of_real @ self._flat_images() + of_fake * c, of_real.sum() + of_fake)

    def g_gradient(self, w, b):
        """The gradient of G's loss by c, (784,), for a discriminator (w, b)."""
        return -sigmoid(-(self.c @ w + b)) * w

    def losses(self):
        """`(d_loss, [g_loss, ...])`: G's loss for the discriminator after its update, and before it."""
        return discriminator_loss(self.real, self.fake), [generator_loss(self.fake_after), generator_loss(self.fake)]

    def expect_discriminator_moved(self):
        """Fail unless D moved by its own gradient, and by nothing else."""
        right, ratio = self.d_gradient(), self.G_RATE / self.D_RATE
        c_after = self.c - self.G_RATE * self.g_gradient(self.w, self.b)
        of_generator = [
            rate * -sigmoid(-logits) * np.append(self.c, 1)
            for logits in (self.fake, self.fake_after)
            for rate in (1, ratio)
        ]
        also = "The generator's half moves it as well: apply those gradients to the generator's weights only."
        instead = "It is moved by the generator's loss, not by its own."
        known = [
            ("It was not moved: take gradients by its trainable weights, and have d_optimizer apply them.", 0 * right),
            ("It was moved by g_optimizer: each network has its own.", ratio * right),
            ("The sign is turned round: an optimizer goes down the slope by itself.", -right),
            ("Only the real pictures moved it: its loss has two halves.", self.d_gradient(fake=0)),
            ("Only the fake pictures moved it: its loss has two halves.", self.d_gradient(real=0)),
            ("Real and fake are swapped in the call of the loss: its real logits come first.", self.d_swapped()),
            (
                "The generator went first: the discriminator is to be updated by what the old one draws.",
                self.d_gradient(c=c_after),
            ),
            *((also, right + gradient) for gradient in of_generator),
            *((instead, gradient) for gradient in of_generator),
        ]
        hint = "Its own gradients, by d_optimizer, once a step; the generator's half leaves it as it is."
        if not self.moved_d.any() and not self.game.discriminator.get("trainable_weights"):
            known = [
                (
                    "It was not moved, for none of its weights is trainable: what sets its `trainable` to False? A tape"
                    " needs no frozen networks.",
                    0 * right,
                )
            ]
        elif self._new_fakes():
            hint = "The generator went first: the discriminator is to be updated by what the old one draws."
        expect_moved("discriminator", self.moved_d, right, known, hint)

    def _new_fakes(self):
        """Whether D saw fakes of the generator after its update: they differ from c along w, whatever the noise was."""
        residual = self.moved_d - self.d_gradient()
        along = residual[:-1] - residual[-1] * self.c
        size = np.linalg.norm(along)
        return size > 1e-3 and abs(along @ self.w) > 0.99 * size * np.linalg.norm(self.w)

    def d_swapped(self):
        """The gradient of D's loss with its arguments swapped."""
        of_real, of_fake = sigmoid(self.real) / self.COUNT, -sigmoid(-self.fake)
        return np.append(of_real @ self._flat_images() + of_fake * self.c, of_real.sum() + of_fake)

    def expect_generator_moved(self):
        """Fail unless G moved by its own gradient, and by nothing else.

        The gradient may be taken for the discriminator after its update or, as with two tapes around one pass, before.
        """
        after = self.g_gradient(self.w_after, self.b_after)
        before = self.g_gradient(self.w, self.b)
        right = min((after, before), key=lambda gradient: np.abs(gradient - self.moved_g).max())
        ratio = self.D_RATE / self.G_RATE
        saturating, before_it = (sigmoid(fake) / sigmoid(-fake) for fake in (self.fake_after, self.fake))
        plain = "This is the gradient of the saturating loss: the generator has a loss of its own, softplus(-fake)."
        exchanged = "Its loss calls fake pictures fake: the generator learns to be found out."
        known = [
            (
                "It was not moved: call the generator inside the tape, and have g_optimizer apply the gradients.",
                0 * right,
            ),
            ("It was moved by d_optimizer: each network has its own.", ratio * right),
            ("The sign is turned round: the generator learns to be found out.", -right),
            (plain, saturating * after),
            (plain, before_it * before),
            (exchanged, -saturating * after),
            (exchanged, -before_it * before),
            ("It was moved twice: one update a step.", 2 * right),
        ]
        hint = "Its own gradients, by g_optimizer, once a step; the discriminator's half leaves it as it is."
        expect_moved("generator", self.moved_g, right, known, hint)

    def expect_returned(self):
        """Fail unless both losses were returned."""
        what, returned = "what train_step() returned", self.returned
        if not isinstance(returned, dict) or not {"d_loss", "g_loss"} <= set(returned):
            hint = "Does it end with `return`?" if returned is None else 'A dict with the keys "d_loss" and "g_loss".'
            raise Failure(what, "a dict with d_loss and g_loss", describe(returned), hint)
        d_right, g_rights = self.losses()
        d_loss, g_loss = (scalar(returned[name], f"{name} of {what}") for name in ("d_loss", "g_loss"))
        hint = "It is the discriminator's loss of this step, before its update."
        if np.isclose(d_loss, g_rights, rtol=1e-3).any():
            hint = "The two losses are swapped."
        expect(np.isclose(d_loss, d_right, rtol=1e-3), f"d_loss of {what}", number(d_right), number(d_loss), hint)
        hint = "It is the generator's loss of this step."
        expect(
            np.isclose(g_loss, g_rights, rtol=1e-3).any(),
            f"g_loss of {what}",
            number(g_rights[0]),
            number(g_loss),
            hint,
        )


def expect_moved(network, moved, right, known, otherwise):
    """Fail unless the weights moved along the right gradient.

    Args:
        network: its name.
        moved: how the weights changed, divided by minus the learning rate.
        right: the gradient.
        known: what other gradients tell: `[(hint, gradient), ...]`.
        otherwise: the hint for all else.
    """
    size = np.abs(right).max()

    def same(gradient):
        return np.abs(moved - gradient).max() < 0.01 * size

    if same(right):
        return
    hint = next((hint for hint, gradient in known if same(gradient)), otherwise)
    along = float(moved @ right / (np.linalg.norm(moved) * np.linalg.norm(right) + 1e-30))
    share = np.linalg.norm(moved) / np.linalg.norm(right)
    if hint == otherwise and along < -0.9:
        hint = "It goes up the slope of its loss: an optimizer goes down by itself, so that no sign has to be turned."
    elif hint == otherwise and along > 0.99 and 1.05 < share < 2.1:  # the second step is shorter
        hint = "It was moved twice: one update a step."
    raise Failure(
        f"the change of the {network} in one step of plain gradient descent",
        "minus the learning rate times the gradient of its loss",
        f"{number(share)} times as long, in a direction of cosine {number(along)} to it",
        hint,
    )


class VisibleNoise:
    """The noise of several steps, read from how the weights moved.

    The generator shows its noise in the first pixels and draws nothing else; the discriminator looks only at another
    pixel, so that all logits are its bias. Then w moves by a known multiple of the mean fake picture, and that pixel's
    column of K by one of the mean noise: whether the generator is judged before or after the discriminator's update.

    Attributes:
        d_noise, g_noise: float64 (steps, latent_dim), noise of the discriminator's and of the generator's half of each
            step: the mean over the batch, times the square root of the batch size.
    """

    LATENT, LOOKED_AT, D_RATE, G_RATE = 64, 700, 1e-3, 1.0

    def __init__(self, learner, batches, seed=1, fit=False):
        """Take a step for each batch size in `batches`: by hand, or by `fit`, which makes a graph of it."""
        self.game = Game(learner, self.LATENT, self.D_RATE, self.G_RATE, seed=seed, run_eagerly=not fit)
        self.d_noise, self.g_noise = np.array([self._step(count, fit) for count in batches]).transpose(1, 0, 2)

    def _step(self, count, fit):
        w = np.zeros(PIXELS)
        w[self.LOOKED_AT] = 1
        self.game.set(np.eye(self.LATENT, PIXELS), np.zeros(PIXELS), w, BIAS)
        self.game.step(np.zeros((count, *IMAGE), dtype="float32"), fit)
        after = self.game.weights()
        d_noise = -after.discriminator[0][: self.LATENT, 0] / self.D_RATE / sigmoid(BIAS)
        g_noise = after.generator[0][:, self.LOOKED_AT] / self.G_RATE / sigmoid(-BIAS)
        return d_noise * np.sqrt(count), g_noise * np.sqrt(count)


def expect_noise(learner):
    """Fail unless both halves of a step draw noise from N(0, 1), anew in each step, by the seed generator."""
    noise = VisibleNoise(learner, [1] * 8 + [8] * 4)
    for half, values in (("discriminator", noise.d_noise), ("generator", noise.g_noise)):
        what = f"the noise in the {half}'s half of a step"
        similar = np.abs(np.corrcoef(values[:8]) - np.eye(8)).max() if values[:8].std(axis=1).all() else 1
        expect(
            similar < 0.9,
            what,
            "other numbers in each step",
            "the same numbers again" if similar > 0.999 else "much the same numbers again",
            "Draw it inside train_step: a seed generator goes on by itself from call to call.",
        )
        single, spread, far = values[:8], float(values[:8].std()), float((np.abs(values[:8]) > 2).mean())
        right = abs(single.mean()) < 0.3 and 0.8 < spread < 1.2 and 0.005 < far < 0.12
        hint = "Draw it from the normal distribution, mean 0 and deviation 1: keras.random.normal."
        if spread < 0.45 and abs(single.mean()) < 0.1:  # a mean over k pictures has the deviation 1 / sqrt(k)
            hint = (
                "So small is the mean over a batch of many pictures, but this one has a single one: are there as many"
                " rows of noise as pictures in the batch?"
            )
        expect(
            right,
            what,
            "mean 0, deviation 1, about 5 % of the numbers beyond 2",
            f"mean {single.mean():.2f}, deviation {spread:.2f}, {far:.0%} beyond 2",
            hint,
        )
        expect(
            values[8:].std() < 1.6,
            what,
            "other numbers for each picture of a batch",
            "much the same for all of them",
            "Its shape is (n, latent_dim): a row of its own for each picture.",
        )
    again, other = VisibleNoise(learner, [1]), VisibleNoise(learner, [1], seed=2)
    expect(
        np.allclose(again.d_noise, noise.d_noise[:1], atol=0.05),
        "the noise in the first step of a second DCGAN with the same seed",
        "the same numbers",
        "other numbers",
        "Draw it by keras.random and pass seed=self.seed_generator, so that a run can be repeated.",
    )
    expect(
        not np.allclose(other.d_noise, noise.d_noise[:1], atol=0.05),
        "the noise of a DCGAN with another seed",
        "other numbers",
        "the same numbers",
        "Pass seed=self.seed_generator: its seed is the one that DCGAN was given.",
    )


def expect_training_mode(learner, rng):
    """Fail unless both halves of a step call both networks in training mode, as batch normalization shows."""
    hint = (
        "Call both networks with training=True, in both halves: else they see other pictures than they were made for."
    )
    images = rng.uniform(-1, 1, (8, *IMAGE)).astype("float32")
    kernel, w = rng.normal(0, 1, (5, PIXELS)), rng.normal(0, 0.1, PIXELS)

    def step(network, w, variance, kernel=kernel, images=images):
        """How the weights move in a step; `variance` is what the running average of the variance begins with."""
        game = Game(learner, 5, RATE, 1.0, normalized=network, run_eagerly=True)
        game.set(kernel, np.full(PIXELS, 2.0), w, BIAS, beta=SHIFT, variance=variance)
        before = game.weights()
        game.step(images)
        return before, game.weights()

    def expect_mode(right, what):
        expect(right, what, "of a network in training mode", "of one that uses its running averages", hint)

    # The generator. In training mode the mean fake picture is the normalization's shift, whatever the noise.
    before, after = step("generator", 0 * w, 1)
    moved = np.abs(after.generator[4] - before.generator[4]).max()
    expect(moved > 1e-6, "the generator's batch statistics after a step", "other ones than before", "the same", hint)
    mean_real, slope = images.reshape(8, -1).mean(axis=0), -after.discriminator[0][:, 0] / RATE
    mean_fake = (slope + sigmoid(-BIAS) * mean_real) / sigmoid(BIAS)
    expect_mode(np.abs(mean_fake - SHIFT).max() < 0.05, "the fake pictures in the discriminator's half of a step")
    # Divided by the root of a huge running variance, the noise would have next to no influence, and K no gradient.
    before, after = step("generator", w, HUGE)
    kernel_moved, shift_moved = (np.abs(after.generator[i] - before.generator[i]).max() for i in (0, 3))
    expect_mode(kernel_moved > 1e-4 * shift_moved, "the fake pictures in the generator's half of a step")

    # The discriminator. With a huge running variance its logits would hardly depend on the pictures.
    before, after = step("discriminator", w, HUGE)
    moved = np.abs(after.discriminator[2] - before.discriminator[2]).max()
    expect(
        moved > 1e-6, "the discriminator's batch statistics after a step", "other ones than before", "the same", hint
    )
    generator_moved = np.abs(after.generator[0] - before.generator[0]).max()
    # What moves all of w alike is the normalization's shift. Of pictures that are all alike, normalization by the batch
    # leaves nothing else: then what moves w unevenly comes from the others.
    for which, settings in (
        ("real", {"kernel": 0 * kernel}),
        ("fake", {"images": np.repeat(images[:1], len(images), axis=0)}),
    ):
        before, after = step("discriminator", w, HUGE, **settings)
        moved = np.ptp(after.discriminator[4] - before.discriminator[4]) / RATE
        expect_mode(moved > 1e-3, f"the {which} logits in the discriminator's half of a step")
    hint += " A discriminator whose `trainable` is False uses its averages even so."
    expect_mode(generator_moved > 1e-4 * np.abs(w).max(), "the logits in the generator's half of a step")


def expect_repeatable(learner, rng):
    """Fail unless a later step moves both networks as the first one did."""
    game = Game(learner, 5, 0.1, 0.1, run_eagerly=True)
    images = rng.uniform(-1, 1, (4, *IMAGE)).astype("float32")
    for count in range(1, 4):
        before = game.weights()
        game.step(images)
        after = game.weights()
        for name in ("discriminator", "generator"):
            expect(
                np.abs(_flat(getattr(after, name)) - _flat(getattr(before, name))).max() > 0,
                f"the change of the {name} in step {count}",
                "it moves in each step",
                "it stays as it is",
                "Is its `trainable` set to False, and never to True again? A tape needs no frozen networks.",
            )


def expect_fits(learner):
    """Fail unless `fit` trains both networks, in a graph, on batches whose size is not known beforehand."""
    try:
        noise = VisibleNoise(learner, [4, 4, 7], fit=True)
    except Failure as failure:
        failure.what = "what fit() does with train_step()"
        raise
    for name, values in (("discriminator", noise.d_noise), ("generator", noise.g_noise)):
        expect(np.isfinite(values).all(), f"the weights of the {name} after fit()", "finite numbers", "NaN or infinity")
        expect(
            np.abs(values).max(axis=1).min() > 1e-3,
            f"the weights of the {name} after fit()",
            "other ones than before",
            "the same",
            "The step moves it when called by hand, but not in the graph that fit makes of it.",
        )
        expect(
            not np.allclose(values[0], values[1], atol=0.01),
            f"the noise in the {name}'s half of a step of fit()",
            "other numbers in each step",
            "the same numbers again",
            "fit runs the Python of train_step once, to make a graph of it. What NumPy or a counter in Python gives"
            " then is part of the graph for ever: keras.random with self.seed_generator is not.",
        )


class Duel:
    """The learner's own two networks, trained against each other for some steps on pictures that are easy to learn.

    All show one bright rectangle, in a place that is drawn for the run, more or less bright. Where the two do not come
    nearer they begin anew: of right answers, the deepest discriminator misses one beginning in twenty (20 seeds: 0.02
    to 0.19, and once 1.57), while wrong ones that this is to find stay where they are (24 runs: 0.97 to 1.44).

    Attributes:
        unmoved: whether the discriminator's weights stayed as they were.
        remaining: how far the mean generated picture is from the mean real one, relative to that before training.
    """

    STEPS, BATCH, TRIES = 200, 32, 3

    def __init__(self, learner, rng):
        (top, left), (height, width) = rng.integers(3, 12, 2), rng.integers(8, 14, 2)
        images = np.full((self.BATCH, *IMAGE), -1.0)
        images[:, top : top + height, left : left + width] = rng.uniform(0.4, 1, (self.BATCH, 1, 1, 1))
        images = np.clip(images + rng.normal(0, 0.05, images.shape), -1, 1).astype("float32")
        self.remaining = np.nan
        for seed in range(1, self.TRIES + 1):
            self.remaining = float(np.fmin(self.remaining, self._train(learner, seed, images, rng)))
            if self.remaining < MOST_REMAINING or self.unmoved:
                break

    def _train(self, learner, seed, images, rng):
        gan = learner.call("make_dcgan", seed, returns="reference")
        before, old_discriminator = gan.get("generator"), gan.get("discriminator")
        gan.call(
            "compile",
            d_optimizer=learner.keras("optimizers.Adam", 1e-3, beta_1=0.5),
            g_optimizer=learner.keras("optimizers.Adam", 1e-3, beta_1=0.5),
            jit_compile=False,  # compiling takes longer than these few steps
            about="DCGAN.compile",
        )
        tiled = np.tile(images, (self.STEPS, 1, 1, 1))
        gan.call("fit", tiled, batch_size=self.BATCH, verbose=0, shuffle=False, about=STEP, limits=TRAINING)
        after, discriminator = gan.get("generator"), gan.get("discriminator")
        self.unmoved = all(map(np.array_equal, old_discriminator.weights, discriminator.weights))
        latent_dim = before.facts["input_shape"][1]
        noise = rng.normal(0, 1, (64, latent_dim)).astype("float32")
        distances = [
            np.linalg.norm(model(noise, training=True).mean(axis=0) - images.mean(axis=0)) for model in (before, after)
        ]
        return float(distances[1] / distances[0])


def expect_learns(duel):
    """Fail unless the two networks brought the generator's pictures nearer to the real ones.

    Args:
        duel: what `learner.beside` returned for a `Duel`; call it to have it.
    """
    duel = duel()
    remaining = duel.remaining
    expect(
        remaining < MOST_REMAINING,
        f"how far the mean generated picture is from the mean real one, after {Duel.STEPS} steps on easy pictures",
        f"at most {MOST_REMAINING:.0%} of what it was before",
        f"{remaining:.0%}" if np.isfinite(remaining) else "NaN",
        "The discriminator's weights stay as they began: what sets its `trainable` to False?"
        if duel.unmoved
        else "Each part works by itself: do the generator's pictures lie in the range that prepare() makes, and does"
        " each network pass a gradient from its end to its beginning?",
    )


def _flat(weights):
    return np.concatenate([np.ravel(array) for array in weights])
