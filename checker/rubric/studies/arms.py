"""A learner's experiment on arms and splits of the checker's own, and what it trained."""

from functools import cached_property

import numpy as np

from checker.learner.models import Model
from checker.rubric.classifiers.training import patterns
from checker.rubric.expect import expect, expect_array, expect_tuple
from checker.sandbox.limits import Limits
from checker.text import describe

LIMITS = Limits(cpu_seconds=240, wall_seconds=120, memory_gb=4)
AS_MANY = "Build it for as many classes as the labels have: 1 + their largest."
STEPS, SPLITS, LEARNED, HELD_OUT = 24, 2, 40, 239  # no whole number of batches is held out
TURNED = (32, 16), (8, 40)  # in each split, how many of those held out say what the first and the second arm learned


class Experiment:
    """A call of the learner's function with two arms of unlike size on two splits.

    What the arms learn from says of each image the class one or two after its own, while most of what is held out says
    its own. So a classifier that names these rightly has learned from them. There are more of them than "few" learns
    from, too. Some say what an arm learned, for each arm and split another share: so no two accuracies are alike.

    Attributes:
        accuracies: what the function told, float array (splits, arms).
        models: the classifiers that it returned, `[[Model, ...], ...]`.
        optimizers: `[[steps taken, first learning rate, mean rate, other settings by name], ...]`.
        asked: what each arm was called with, `[[arguments, ...], ...]`.
    """

    ARMS = "few", "many"

    def __init__(self, learner, function, task, rng):
        """Make data and call.

        Args:
            learner: a `checker.learner.code.Learner`.
            function: its name.
            task: a `checker.rubric.classifiers.task.Task`.
            rng: `numpy.random.Generator`.
        """
        self.learner, self.function, self.task = learner, function, task
        self.splits, few, many = [], [], []
        for shares in TURNED:
            images, labels = patterns(rng, task, HELD_OUT + 4 * LEARNED)
            labels = labels.astype("int64")
            # At the end, so that it shows who leaves out the last batch, or counts it as much as a whole one.
            turns = np.zeros(HELD_OUT, "int64")
            turns[-sum(shares) :] = rng.permutation(np.repeat([1, 2], shares))
            held_out = images[:HELD_OUT], (labels[:HELD_OUT] + turns) % task.classes
            images, labels = images[HELD_OUT:], labels[HELD_OUT:]
            self.splits.append(((images[:LEARNED], (labels[:LEARNED] + 1) % task.classes), held_out))
            few.append(self.splits[-1][0])
            many.append((images, (labels + 2) % task.classes))
        self._arms = {name: learner.answers(each) for name, each in zip(self.ARMS, (few, many), strict=True)}
        self._value, self.optimizers = learner.counted(function, self._arms, self.splits, STEPS, 1, limits=LIMITS)

    @cached_property
    def asked(self):
        return [self._arms[name].get("calls") for name in self.ARMS]

    @cached_property
    def _parts(self):
        what = f"what {self.function}() returned"
        return expect_tuple(self._value, 2, what, "Return the accuracies and the trained classifiers.")

    @cached_property
    def accuracies(self):
        what = f"the accuracies of {self.function}() for {SPLITS} splits and {len(self.ARMS)} arms"
        hint = (
            "Return a row for each split, and in it a number for each arm, in the order of the arms: np.zeros, then"
            " fill."
        )
        found = expect_array(self._parts[0], what, shape=(SPLITS, len(self.ARMS)), hint=hint)
        expect(found.dtype.kind == "f", f"the dtype of {what}", "float", found.dtype.name)
        inside = np.isfinite(found).all() and found.min() >= 0 and found.max() <= 1
        got = f"from {found.min():.2f} to {found.max():.2f}"
        expect(
            inside,
            what,
            "shares from 0 to 1",
            got,
            "Return the share of the held-out images, not a percentage or a loss.",
        )
        return found

    @cached_property
    def models(self):
        what = f"the classifiers of {self.function}() for {SPLITS} splits and {len(self.ARMS)} arms"
        rows = classifiers(self._parts[1], SPLITS, len(self.ARMS), what)
        known = {model.live.ref.id for row in rows for model in row}
        hint = "Build a new classifier for each split and arm: a used one has already learned from other images."
        expect(len(known) == SPLITS * len(self.ARMS), what, "a different one for each", "one of them twice", hint)
        return rows

    def after_a_step(self):
        """The two classifiers of the first split, `(few, many)`, where each is trained for a single step."""
        assert self.asked is not None  # kept, before the arms are called again
        what = f"the classifiers of {self.function}() for one split and {len(self.ARMS)} arms, after one step"
        pair = trained(self.learner, self.function, self._arms, self.splits[:1], 1, 1, what)[0]
        self.learner.calls.pop()  # a second look: what is told of the first names the first call
        return pair

    def right(self, model, split, training=False):
        """As `share`, of a split's held-out images; fails where there are more or fewer logits than classes."""
        return share(model, self.splits[split][1], training, self.task.classes)


def classifiers(value, splits, arms, what):
    """The classifiers that a learner's function returned, `[[Model, ...], ...]`, if they are."""
    hint = "Return a list for each split, and in it the trained classifier of each arm."
    rows = expect_tuple(value, splits, what, hint)
    for row in rows:
        for model in expect_tuple(row, arms, what, hint):
            expect(isinstance(model, Model), what, "Keras models", describe(model), hint)
    return rows


def trained(learner, function, arms, splits, steps, seed, what):
    """The classifiers of a call of the learner's function, `[[Model, ...], ...]`; `what` names them."""
    value, _ = learner.counted(function, arms, splits, steps, seed, limits=LIMITS)
    _, models = expect_tuple(value, 2, f"what {function}() returned")
    return classifiers(models, len(splits), len(arms), what)


def share(model, part, training=False, classes=None):
    """The share of images that a model names rightly, outside of training or as in it.

    Fails where there are not as many logits as `classes`, if these are given.
    """
    images, labels = part
    shape = classes and (len(labels), classes)
    scores = expect_array(model(images, training=training), "the output of a classifier", shape, hint=AS_MANY)
    fits = scores.ndim == 2 and len(scores) == len(labels)
    expect(fits, "the output of a classifier", "a row of logits each", describe(scores))
    return float(np.mean(scores.argmax(axis=1) == labels))


def apart(one, other):
    """How far apart kernels are, each as a share of what two beginnings by chance would be."""
    return [
        float(np.linalg.norm(a - b) / np.sqrt(np.sum(a**2) + np.sum(b**2) + 1e-9))
        for a, b in zip(one.weights, other.weights, strict=False)
        if a.shape == b.shape and a.ndim > 1 and a.dtype.kind == "f"
    ] or [0.0]
