"""What a learner's experiment must do: who learned what, for how long, and tested how."""

import numpy as np

from checker.failures import Failure
from checker.rubric.classifiers.training import patterns
from checker.rubric.expect import expect, expect_array, expect_tuple
from checker.rubric.seeds import AS_IT_IS, another
from checker.rubric.studies.arms import HELD_OUT, LEARNED, LIMITS, SPLITS, STEPS, apart, classifiers, share, trained
from checker.text import describe

HALFWAY = 0.6  # between weights that began alike (0.04 to 0.2) and weights that did not (1)
MANY, MANY_STEPS = 160, 4
SAME = 0.02  # of how far apart the other half takes them; honest ones come to 0.65 and more
MOST = 0.5  # what is learned says other labels than what is held out: an honest classifier is right by chance at best
SEEDED = "Set the seed of all random numbers before you build each classifier: keras.utils.set_random_seed."
OWN_START = "Each split needs its own start: set a different seed for each, such as seed + the split's number."


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
    """Fail unless all classifiers were trained for as many steps as were asked for, by optimizers that are alike.

    What trains without an optimizer of Keras's own is not counted.
    """
    optimizers, each = [one for one in experiment.optimizers if one[0]], SPLITS * len(experiment.ARMS)
    if not optimizers:
        return
    taken, first, mean, settings = zip(*optimizers, strict=True)
    what = f"the steps of training in {experiment.function}() with steps={STEPS}"
    hint = (
        "An arm with more images must not be trained for longer: count steps, not epochs. With fit, repeat the data and"
        " give steps_per_epoch; train_on_batch takes one step."
    )
    if sum(taken) == STEPS * each != STEPS * len(taken):
        hint = "An optimizer remembers its last steps: make a new one for each classifier."
    expect(all(number == STEPS for number in taken), what, f"{STEPS} for each classifier", f"{list(taken)}", hint)
    hint = "Train once for each split and arm."
    expect(len(taken) == each, f"the trainings in {experiment.function}()", str(each), str(len(taken)), hint)
    for rates, which in ((first, "first"), (mean, "mean")):
        what = f"the {which} learning rate of each classifier in {experiment.function}()"
        hint = (
            "Only the data may differ between arms: give all optimizers the same learning rate, and let it fall over"
            " the same steps, whatever the number of images."
        )
        rates = [rate for rate in rates if rate is not None]
        same = len(rates) < 2 or np.ptp(rates) <= 1e-3 * max(np.abs(rates).max(), np.abs(first[0] or 0))
        expect(same, what, "the same for all", ", ".join(f"{rate:.3g}" for rate in rates), hint)
    hint = "Only the data may differ between arms: take the same optimizer, loss and batch size, whatever the arm."
    names = sorted({name for each in settings for name in each}, key=lambda name: (name != "optimizer", name))
    for name in names:  # the class, which tells most, first
        values = [str(each.get(name)) for each in settings]
        what = f"the {name} of each training in {experiment.function}()"
        expect(len(set(values)) == 1, what, "the same for all", ", ".join(values), hint)


def expect_beginnings(experiment):
    """Fail unless the classifiers of a split began with the same weights, and those of another split with others.

    So few steps do not take weights far from where they began.
    """
    (few, many), (other, _) = experiment.models
    what = (
        f"how far apart two classifiers of {experiment.function}() are after {STEPS} steps (0: alike, 1: as by chance)"
    )
    found = apart(few, many)
    hint = (
        "Both arms end with the same weights, although their images differ: either nothing is trained, or not on the"
        " images that the arm returns."
    )
    expect(max(found) > 1e-4, f"{what}, in one split", "above 0", f"{max(found):.2g}", hint)
    # Those of all kernels that are least apart: what else is learned, or has few numbers, goes further in a step.
    hint = (
        "Within a split, all classifiers must start alike: set the seed before you build each classifier, not once"
        " for all."
    )
    # A high learning rate may take twins further: SGD at 0.1 with momentum to 0.62. Then a single step tells.
    alike = min(found) < HALFWAY or min(apart(*experiment.after_a_step())) < HALFWAY
    expect(alike, f"{what}, in one split", f"below {HALFWAY}", f"{min(found):.2f}", hint)
    others = np.median(apart(few, other))  # some kernels may begin with zeros
    expect(others > HALFWAY, f"{what}, in two splits", f"above {HALFWAY}", f"{others:.2f}", OWN_START)


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
            [[share(model, split[0]) for model in row]
             for row, split in zip(experiment.models, experiment.splits, strict=True)]
        )  # fmt: skip
        if np.abs(got[:, 0] - learned[:, 0]).max() <= 1.5 / LEARNED:
            hint = "These classifiers are tested on the images that they learned from: test on the held-out images."
        elif np.abs(1 - got - right).max() <= slack:
            hint = "This is the share of wrong answers."
    raise Failure(what, *(str(np.round(each, 3).tolist()) for each in (right, got)), hint)


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
        # Most of the others show one thing: who weighs classes by what is held out comes out otherwise, too.
        rare = np.where(np.arange(held_out) < len(np.unique(labels)), tested, tested[0])
        others.append((splits[-1][0], (parts[1] * 0.5, rare)))

    def learned(splits, seed):
        """The classifiers, one of each split."""
        arms = {"one": learner.answers([split[0] for split in splits])}
        learner.reseed(int(rng.integers(2**31)))
        what = f"the classifiers of {function}() for {len(splits)} splits and one arm"
        return [model for [model] in trained(learner, function, arms, splits, 3, seed, what)]

    def same(some, more):
        pairs = [(a, b) for one, other in zip(some, more, strict=True) for a, b in zip(one, other, strict=True)]
        return all(a.shape == b.shape and np.allclose(a, b, atol=1e-5) for a, b in pairs)

    models, more, further = learned(splits, 0), learned(others, 0), learned(splits, another(0))
    first, again, other = ([model.weights for model in found] for found in (models, more, further))
    shapes = [[[each.shape for each in weights] for weights in found] for found in (first, again, other)]
    alike = shapes[0] == shapes[1] == shapes[2]
    expect(alike, f"the classifiers of {function}(), three times", "the same layers", "others")
    if not same(first, again):
        once = [model.weights for model in learned(splits, 0)]
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
    least = min(np.median(apart(models[i], models[j])) for i, j in ((0, 1), (0, 2), (1, 2)))
    expect(least > HALFWAY, what, f"above {HALFWAY}", f"{least:.2f}", OWN_START)


def expect_all_used(learner, function, task, rng):
    """Fail unless classifiers learn from the first half of an arm's images, and from the second."""
    images, labels = patterns(rng, task, MANY)
    labels = labels.astype("int64")
    first = np.arange(MANY) < MANY // 2
    arms = {
        "as they are": (images, labels),
        "first half": (images, (labels + first) % task.classes),
        "second half": (images, (labels + ~first) % task.classes),
    }
    split = (images, labels), patterns(rng, task, LEARNED)
    arms = {name: learner.answers([each]) for name, each in arms.items()}
    what = f"the classifiers of {function}() for one split and {len(arms)} arms"
    [[right, *others]] = trained(learner, function, arms, [split], MANY_STEPS, 1, what)
    found = [max(apart(right, other)) for other in others]
    for half, far in zip(("first", "second"), found, strict=True):
        told = f"what a classifier of {function}() learns if the labels of the {half} half of {MANY} images change"
        hint = "Train on all images of an arm: have each step take the next ones, and begin again after the last."
        expect(far > SAME * max(found), told, "something else", "the same", hint)


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
        [[model]] = classifiers(models, 1, 1, f"the classifiers of {function}()")
        accuracy = max(accuracy, share(model, split[1], training=True))
    learner.figures.update(accuracy=accuracy)
    what = f"the accuracy after {steps} steps with {len(data.train_labels)} images of {data.name}"
    hint = "Does the classifier learn at all? Look at its activations, the loss, and the learning rate."
    expect(accuracy >= least, what, f"{least} or more", f"{accuracy:.3f}", hint)
