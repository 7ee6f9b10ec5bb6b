"""Whether all networks run in training mode, and whether `fit` does what a step does that is called by hand."""

import numpy as np

from checker.failures import Failure
from checker.rubric.adversarial.fitted import alike, expect_moved_alike
from checker.rubric.adversarial.game import IN_A_GRAPH, MET_BEFORE, TRAINING, hint_of
from checker.rubric.autoencoders.game import CALLED
from checker.rubric.expect import expect, expect_array, expect_tuple

LATENT, HIDDEN, COUNT, BATCH = 4, 6, 7, 4
SETTINGS = {"strength": 0.7, "gamma": 0.3}
RATES = 0.05, 0.01
# Means and variances that no batch has, with which running averages begin: once these, once those.
BEGINNINGS = (0.5, 3.0), (-1.0, 9.0)
NAMES = "encoder", "decoder", "critic"
IN_TRAINING = (
    "Call all three networks with training=True, each time: else those that normalize, or drop numbers out, are other"
    " networks than those that are trained."
)


class Normalized:
    """A learner's object whose three networks are normalized by their batches, and bend what they make.

    Attributes:
        weights: of the networks before, `[[array, ...], ...]`, with running averages of the first of `BEGINNINGS`.
        averages: which of them are such averages, `[[index, ...], ...]`.
    """

    def __init__(self, learner, plan, rng):
        """Build the networks; they are trained anew in each `train`."""
        self._learner, self.plan, self._beginning = learner, plan, int(rng.integers(2**31))
        pixels = int(np.prod(plan.image))
        normalization = ("BatchNormalization", {"momentum": 0.5})
        sizes = (pixels, LATENT), (LATENT, pixels), (pixels, 1)
        shapes = plan.image, (LATENT,), plan.image
        self.networks = [
            learner.sequential(
                [
                    ("Input", {"shape": shape}),
                    ("Flatten", {}),
                    normalization,
                    ("Dense", {"units": HIDDEN, "activation": "tanh"}),
                    normalization,
                    ("Dense", {"units": size[1]}),
                    *[("Reshape", {"target_shape": plan.image})] * (size[1] == pixels),
                ]
            )
            for shape, size in zip(shapes, sizes, strict=True)
        ]
        self.averages = [[2, 3, 8, 9]] * 3
        self.weights = [
            [
                *self._normalization(size[0]), *self._dense(rng, size[0], HIDDEN),
                *self._normalization(HIDDEN), *self._dense(rng, HIDDEN, size[1]),
            ]
            for size in sizes
        ]  # fmt: skip
        self.images = rng.uniform(0, 1, (COUNT, *plan.image)).astype("float32")

    @staticmethod
    def _normalization(size):
        return [np.full(size, value, "float32") for value in (1, 0.1, *BEGINNINGS[0])]

    @staticmethod
    def _dense(rng, size, units):
        kernel = rng.normal(0, 1 / np.sqrt(size), (size, units)).astype("float32")
        return [kernel, rng.normal(0, 0.3, units).astype("float32")]

    def train(self, beginning=BEGINNINGS[0], fit=False):
        """The weights after two steps on batches of two sizes, float64, by hand or by `fit`."""
        begun = [
            [
                np.full_like(array, beginning[averages.index(index) % 2]) if index in averages else array
                for index, array in enumerate(arrays)
            ]
            for arrays, averages in zip(self.weights, self.averages, strict=True)
        ]
        self._learner.weights(self.networks, begun)
        self._learner.reseed(self._beginning)  # so that what else it holds begins alike
        trained = self._learner.call(self.plan.name, *self.networks, 1, returns="reference")
        optimizers = [self._learner.keras("optimizers.SGD", rate) for rate in RATES]
        named = {"autoencoder_optimizer": optimizers[0], "critic_optimizer": optimizers[1], "run_eagerly": not fit}
        trained.call("compile", **named, **SETTINGS, about=f"{self.plan.name}.compile")
        try:
            if fit:
                trained.call(
                    "fit", self.images, batch_size=BATCH, shuffle=False, verbose=0, about=self.plan.step,
                    limits=TRAINING,
                )  # fmt: skip
            for start in range(0, 0 if fit else COUNT, BATCH):
                trained.call("train_step", self.images[start : start + BATCH], about=self.plan.step, tensors=True)
        except Failure as failure:
            failure.hint = failure.hint or hint_of(failure.got, CALLED + MET_BEFORE + IN_A_GRAPH * fit)
            raise
        what = "the weights of a network after a training step"
        found = expect_tuple(self._learner.weights(self.networks), 3, what)
        return [
            [
                expect_array(a, what, b.shape).astype("float64")
                for a, b in zip(expect_tuple(each, len(old), what), old, strict=True)
            ]
            for each, old in zip(found, begun, strict=True)
        ]


def expect_training_mode(learner, plan, rng):
    """Fail unless a step calls all networks in training mode, each time.

    In training mode a normalization takes the batch's mean and variance, and what its running averages are plays no
    part: so with others the networks move just alike.

    Args:
        learner: a `checker.learner.code.Learner`.
        plan: a `checker.rubric.autoencoders.game.Autoencoder`.
        rng: `numpy.random.Generator`.
    """
    game = Normalized(learner, plan, rng)
    first, second = (game.train(beginning) for beginning in BEGINNINGS)
    for name, before, arrays, others, averages in zip(NAMES, game.weights, first, second, game.averages, strict=True):
        kept = all(np.array_equal(arrays[index], before[index]) for index in averages)
        told = f"the running averages of the {name} after two steps"
        expect(not kept, told, "other ones than before", "the same", IN_TRAINING)
        trained = [index for index in range(len(arrays)) if index not in averages]
        told = f"how the {name} moves in two steps, if running averages are others"
        same = all(alike(before[index], arrays[index], others[index]) for index in trained)
        expect(same, told, "just as before: in training mode they play no part", "otherwise", IN_TRAINING)


def expect_as_by_hand(learner, plan, rng):
    """Fail unless two steps of `fit` move all networks just as two steps by hand do, with the same seed.

    Arguments as for `expect_training_mode`.
    """
    game = Normalized(learner, plan, rng)
    wanted = game.train()
    try:
        found = game.train(fit=True)
    except Failure as failure:
        failure.what = "what fit() does with train_step()"
        raise
    for network in zip(NAMES, game.weights, wanted, found, strict=True):
        expect_moved_alike(*network)
