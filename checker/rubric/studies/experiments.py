"""A learner's experiment on arms and splits of the checker's own: who learned what, for how long, and tested how."""

from functools import cached_property

import numpy as np

from checker.failures import Failure
from checker.learner.models import Model
from checker.rubric.classifiers.training import patterns
from checker.rubric.expect import expect, expect_array, expect_tuple
from checker.rubric.seeds import AS_IT_IS, another
from checker.sandbox.limits import Limits
from checker.text import describe

LIMITS = Limits(cpu_seconds=240, wall_seconds=120, memory_gb=4)
STEPS, SPLITS, LEARNED, HELD_OUT = 24, 2, 40, 200
TURNED = (32, 16), (8, 40)  # in each split, how many of those held out say what the first and the second arm learned
HALFWAY = 0.6  # between weights that began alike (0.04 to 0.2) and weights that did not (1)
MOST = 0.5  # what is learned says other labels than what is held out: an honest classifier is right by chance at best
SEEDED = "Set the seed of all random numbers before you build each classifier: keras.utils.set_random_seed."
OWN_START = "Each split needs its own start: set a different seed for each, such as seed + the split's number."


class Experiment:
    """A call of the learner's function with two arms of unlike size on two splits.

    What the arms learn from says of each image the class one or two after its own, while most of what is held out says
    its own. So a classifier that names these rightly has learned from them. There are more of them than "few" learns
    from, too. Some say what an arm learned, for each arm and split another share: so no two accuracies are alike.

    Attributes:
        accuracies: what the function told, float array (splits, arms).
        models: the classifiers that it returned, `[[Model, ...], ...]`.
        taken: how many steps each optimizer took.
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
            turns = np.zeros(HELD_OUT, "int64")
            turns[: sum(shares)] = np.repeat([1, 2], shares)
            held_out = images[:HELD_OUT], (labels[:HELD_OUT] + rng.permutation(turns)) % task.classes
            images, labels = images[HELD_OUT:], labels[HELD_OUT:]
            self.splits.append(((images[:LEARNED], (labels[:LEARNED] + 1) % task.classes), held_out))
            few.append(self.splits[-1][0])
            many.append((images, (labels + 2) % task.classes))
        self._arms = {name: learner.answers(each) for name, each in zip(self.ARMS, (few, many), strict=True)}
        self._value, taken = learner.counted(function, self._arms, self.splits, STEPS, 1, limits=LIMITS)
        self.taken = _steps(taken)

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
        rows = _classifiers(self._parts[1], SPLITS, len(self.ARMS), what)
        known = {model.live.ref.id for row in rows for model in row}
        hint = "Build a new classifier for each split and arm: a used one has already learned from other images."
        expect(len(known) == SPLITS * len(self.ARMS), what, "a different one for each", "one of them twice", hint)
        return rows

    def after_a_step(self):
        """The two classifiers of the first split, `(few, many)`, where each is trained for a single step."""
        assert self.asked is not None  # kept, before the arms are called again
        what = f"the classifiers of {self.function}() for one split and {len(self.ARMS)} arms, after one step"
        pair = _trained(self.learner, self.function, self._arms, self.splits[:1], 1, 1, what)[0]
        self.learner.calls.pop()  # a second look: what is told of the first names the first call
        return pair

    def right(self, model, split, training=False):
        """As `_share`, of a split's held-out images."""
        return _share(model, self.splits[split][1], training)


def _steps(taken):
    """The steps of optimizers, as the worker told them, if they are."""
    right = isinstance(taken, list) and all(type(each) is int for each in taken)
    expect(right, "the steps of training", "numbers that the worker counted", describe(taken))
    return taken


def _classifiers(value, splits, arms, what):
    """The classifiers that a learner's function returned, `[[Model, ...], ...]`, if they are."""
    hint = "Return a list for each split, and in it the trained classifier of each arm."
    rows = expect_tuple(value, splits, what, hint)
    for row in rows:
        for model in expect_tuple(row, arms, what, hint):
            expect(isinstance(model, Model), what, "Keras models", describe(model), hint)
    return rows


def _trained(learner, function, arms, splits, steps, seed, what):
    """The classifiers of a call of the learner's function, `[[Model, ...], ...]`; `what` names them."""
    value, _ = learner.counted(function, arms, splits, steps, seed, limits=LIMITS)
    _, models = expect_tuple(value, 2, f"what {function}() returned")
    return _classifiers(models, len(splits), len(arms), what)


def expect_returned(experiment):
    """Fail unless accuracies and classifiers come as told, a new classifier for each split and arm."""
    assert experiment.accuracies is not None
    assert experiment.models is not None


def expect_asked(experiment):
    """Fail unless each arm made its data once for each split, of that split."""
    for name, calls in zip(experiment.ARMS, experiment.asked, strict=True):
        what = f'the calls of the arm "{name}" in {experiment.function}() for {SPLITS} splits'
        hint = (
            "Call images, labels = arms[name](split) once for each split: a second call of a random arm would draw"
            " other images."
        )
        got = str(len(calls)) if isinstance(calls, (list, tuple)) else describe(calls)
        expect(isinstance(calls, (list, tuple)) and len(calls) == SPLITS, what, f"{SPLITS}", got, hint)
        hint = "Pass the whole split to an arm, a pair of pairs: (training, held_out)."
        for call, split in zip(calls, experiment.splits, strict=True):
            expect(_same(call, (split,)), f"what the arm {name!r} was called with", "the split", "something else", hint)


def _same(one, other):
    if isinstance(other, np.ndarray):
        return isinstance(one, np.ndarray) and np.array_equal(one, other)
    return isinstance(one, (tuple, list)) and len(one) == len(other) and all(map(_same, one, other))


def expect_steps(experiment):
    """Fail unless all classifiers were trained for as many steps as were asked for.

    What trains without an optimizer of Keras's own is not counted.
    """
    taken, each = [each for each in experiment.taken if each], SPLITS * len(experiment.ARMS)
    if not taken:
        return
    what = f"the steps of training in {experiment.function}() with steps={STEPS}"
    hint = (
        "An arm with more images must not be trained for longer: count steps, not epochs. With fit, repeat the data and"
        " give steps_per_epoch; train_on_batch takes one step."
    )
    if sum(taken) == STEPS * each != STEPS * len(taken):
        hint = "An optimizer remembers its last steps: make a new one for each classifier."
    expect(all(number == STEPS for number in taken), what, f"{STEPS} for each classifier", f"{taken}", hint)
    hint = "Train once for each split and arm."
    expect(len(taken) == each, f"the trainings in {experiment.function}()", str(each), str(len(taken)), hint)


def expect_beginnings(experiment):
    """Fail unless the classifiers of a split began with the same weights, and those of another split with others.

    So few steps do not take weights far from where they began.
    """
    (few, many), (other, _) = experiment.models
    what = (
        f"how far apart two classifiers of {experiment.function}() are after {STEPS} steps (0: alike, 1: as by chance)"
    )
    apart = _apart(few, many)
    hint = (
        "Both arms end with the same weights, although their images differ: either nothing is trained, or not on the"
        " images that the arm returns."
    )
    expect(max(apart) > 1e-4, f"{what}, in one split", "above 0", f"{max(apart):.2g}", hint)
    # Those of all kernels that are least apart: what else is learned, or has few numbers, goes further in a step.
    hint = (
        "Within a split, all classifiers must start alike: set the seed before you build each classifier, not once"
        " for all."
    )
    # A high learning rate may take twins further: SGD at 0.1 with momentum to 0.62. Then a single step tells.
    alike = min(apart) < HALFWAY or min(_apart(*experiment.after_a_step())) < HALFWAY
    expect(alike, f"{what}, in one split", f"below {HALFWAY}", f"{min(apart):.2f}", hint)
    apart = min(_apart(few, other))
    expect(apart > HALFWAY, f"{what}, in two splits", f"above {HALFWAY}", f"{apart:.2f}", OWN_START)


def _apart(one, other):
    """How far apart kernels are, each as a share of what two beginnings by chance would be."""
    return [
        float(np.linalg.norm(a - b) / np.sqrt(np.sum(a**2) + np.sum(b**2) + 1e-9))
        for a, b in zip(one.weights, other.weights, strict=False)
        if a.shape == b.shape and a.ndim > 1 and a.dtype.kind == "f"
    ] or [0.0]


def expect_tested(experiment):
    """Fail unless the accuracies are those of the classifiers returned, on the images held out of their split."""
    got = experiment.accuracies
    right = np.array([[experiment.right(model, i) for model in row] for i, row in enumerate(experiment.models)])
    slack = 1.5 / HELD_OUT  # two logits that are equal but for rounding
    if np.abs(got - right).max() <= slack:
        return
    what = f"the accuracies that {experiment.function}() returned"
    hint = (
        "Test each trained classifier on all images that its own split holds out: compute the share whose largest"
        " logit is at the label."
    )
    if np.abs(got.T - right).max() <= slack:
        hint = "Rows and columns are swapped: use a row for each split, a column for each arm."
    elif np.abs(got[:, ::-1] - right).max() <= slack:
        hint = "The arms are in the wrong order: use a column for each, in the order of `arms`."
    elif np.abs(got[::-1] - right).max() <= slack:
        hint = "The splits are in the wrong order: use a row for each, in the order of `splits`."
    else:
        learned = np.array(
            [[_share(model, split[0]) for model in row]
             for row, split in zip(experiment.models, experiment.splits, strict=True)]
        )  # fmt: skip
        if np.abs(got[:, 0] - learned[:, 0]).max() <= 1.5 / LEARNED:
            hint = "These classifiers are tested on the images that they learned from: test on the held-out images."
        elif np.abs(1 - got - right).max() <= slack:
            hint = "This is the share of wrong answers."
    raise Failure(what, *(str(np.round(each, 3).tolist()) for each in (right, got)), hint)


def _share(model, part, training=False):
    """The share of images that a model names rightly, outside of training or as in it."""
    images, labels = part
    scores = expect_array(model(images, training=training), "the output of a classifier")
    fits = scores.ndim == 2 and len(scores) == len(labels)
    expect(fits, "the output of a classifier", "a row of logits each", describe(scores))
    return float(np.mean(scores.argmax(axis=1) == labels))


def expect_unseen(experiment):
    """Fail unless the classifiers have not learned from what is held out.

    They are asked as in training: the averages of a batch normalization need more steps than there were.
    """
    for index, row in enumerate(experiment.models):
        for name, model in zip(experiment.ARMS, row, strict=True):
            right = experiment.right(model, index, training=True)
            what = f'the share of held-out images that the classifier of "{name}" labels as only the held-out labels do'
            hint = (
                "Here the arms return other labels than the held-out images have, so a classifier can only be right"
                " if it learned from held-out images. Train on what the arm returns, and on nothing else."
            )
            expect(right < MOST, what, f"below {MOST}", f"{right:.2f}", hint)


def expect_again(learner, function, task, rng):
    """Fail unless a small experiment comes out the same again with its seed, whatever was drawn before.

    The second time other images are held out: who learns nothing from them comes out the same even so.
    """
    count, held_out = 30, 15
    splits, others = [], []
    for _ in range(3):
        images, labels = patterns(rng, task, count + 2 * held_out)
        labels = labels.astype("int64")
        tested = np.resize(np.unique(labels), held_out)  # all classes, so that there are as many in both
        parts = images[count : count + held_out], images[count + held_out :]
        splits.append(((images[:count], labels[:count]), (parts[0], tested)))
        others.append((splits[-1][0], (parts[1] * 0.5, tested[::-1].copy())))

    def trained(splits, seed):
        """The classifiers, one of each split."""
        arms = {"one": learner.answers([split[0] for split in splits])}
        learner.reseed(int(rng.integers(2**31)))
        what = f"the classifiers of {function}() for {len(splits)} splits and one arm"
        return [model for [model] in _trained(learner, function, arms, splits, 3, seed, what)]

    def same(some, more):
        pairs = [(a, b) for one, other in zip(some, more, strict=True) for a, b in zip(one, other, strict=True)]
        return all(a.shape == b.shape and np.allclose(a, b, atol=1e-5) for a, b in pairs)

    models, more, further = trained(splits, 0), trained(others, 0), trained(splits, another(0))
    first, again, other = ([model.weights for model in found] for found in (models, more, further))
    shapes = [[[each.shape for each in weights] for weights in found] for found in (first, again, other)]
    alike = shapes[0] == shapes[1] == shapes[2]
    expect(alike, f"the classifiers of {function}(), three times", "the same layers", "others")
    if not same(first, again):
        once = [model.weights for model in trained(splits, 0)]
        expect(same(first, once), f"the classifiers of {function}(), twice with one seed", "the same weights", "others",
               SEEDED)  # fmt: skip
        hint = (
            "Held-out images are for the test alone: take no mean, no scale, no choice of the best step, and no average"
            " of a normalization from them."
        )
        expect(False, f"the classifiers of {function}(), with other held-out images", "the same weights", "others",
               hint)  # fmt: skip
    moved = any(np.abs(a - b).max() > 1e-4 for a, b in zip(first[0], other[0], strict=True))
    hint = f"{SEEDED} {AS_IT_IS}"
    expect(moved, f"the classifiers of {function}(), with another seed", "other weights", "the same", hint)
    what = f"how far apart classifiers of {function}() for two of three splits are (0: alike, 1: as by chance)"
    apart = min(min(_apart(models[i], models[j])) for i, j in ((0, 1), (0, 2), (1, 2)))
    expect(apart > HALFWAY, what, f"above {HALFWAY}", f"{apart:.2f}", OWN_START)


def expect_learned(learner, function, data, least):
    """Fail unless a classifier that learned from some images names others rightly; notes its accuracy.

    Args:
        learner, function: as for `Experiment`.
        data: a `checker.rubric.data.Some`.
        least: the accuracy that is asked for.
    """
    split = (data.train_images, data.train_labels), (data.test_images, data.test_labels)
    steps = 150
    arms = {"original": learner.answers([split[0]])}
    value, _ = learner.counted(function, arms, [split], steps, 1, limits=LIMITS)
    accuracies, models = expect_tuple(value, 2, f"what {function}() returned")
    found = expect_array(accuracies, "the accuracies", shape=(1, 1))
    expect(found.dtype.kind == "f", "the dtype of the accuracies", "float", found.dtype.name)
    accuracy = float(found[0, 0])
    if accuracy < least:
        # So few steps leave the averages of a batch normalization behind; a whole comparison takes more.
        [[model]] = _classifiers(models, 1, 1, f"the classifiers of {function}()")
        accuracy = max(accuracy, _share(model, split[1], training=True))
    learner.figures.update(accuracy=accuracy)
    what = f"the accuracy after {steps} steps with {len(data.train_labels)} images of {data.name}"
    hint = "Does the classifier learn at all? Look at its activations, the loss, and the learning rate."
    expect(accuracy >= least, what, f"{least} or more", f"{accuracy:.3f}", hint)
