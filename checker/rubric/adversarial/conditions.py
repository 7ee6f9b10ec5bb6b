"""What labels do in networks that play against each other: in the two models, and in a step of training.

Models are looked at with random weights, for at first a label may have no effect yet, as where its vectors begin with
zeros.
"""

import numpy as np

from checker.rubric.adversarial.noise import SOME, VisibleNoise, whole_numbers
from checker.rubric.expect import expect
from checker.rubric.graphs import random_weights

# The least effect that counts, beside how far outputs are apart anyway. Of right networks of eleven forms, 12 seeds
# each, the smallest is 0.006 (the label as one map beside the image); where it only adds a number, 0 up to rounding.
LEAST = 1e-4
# Of a batch in which each of ten classes is missing by chance once in 10^12 times. It is no multiple of ten, and there
# are several: so that classes in turn, from a random one on, are seen to be new ones.
FAKES, TIMES = 303, 3
TRIES, VARIED = 12, 48  # of random weights, before a network is said to show nothing; and images in all but the first
ALONE = 8  # inputs, of half as many images, that a judge gets one by one
LABELS = "label", "labels"
FOLLOW = "Follow the {} from the input to the output: does each have a vector, a map or a number of its own?"


def expect_labels_drawn(generator, rng, noise, classes, names=LABELS, given=lambda labels: [labels]):
    """Fail unless a generator draws another image for each class from the same noise, and each row by itself.

    Args:
        generator: a `checker.learner.models.Model` of several inputs, noise first.
        rng: `numpy.random.Generator`.
        noise: float32 (n, latent_dim), 2 rows or more.
        classes: how many there are.
        names: what messages call a class, and several.
        given: turns labels, int32 (rows,), into all of its inputs but the noise.
    """
    model, count = random_weights(generator, rng), len(noise)
    rows, labels = np.repeat(noise, classes, axis=0), np.tile(np.arange(classes), count).astype("int32")
    _expect_row_by_row(model, rng, "the generator's images", names[0], rows, *given(labels))
    expect_without_others(model, rng, "the generator's images", rows, *given(labels))
    images = model(rows, *given(labels)).reshape(count, classes, -1).astype("float64")
    what = "the generator's images for the same noise and "
    most = np.abs(images - images.mean(axis=(0, 1))).max() + 1e-12
    one, other, apart = _nearest(np.abs(images[:, :, None] - images[:, None]).max(axis=(0, 3)))
    name, names = names
    hint = f"Both noise and {name} are inputs: does the {name} reach the image?"
    all_alike = np.ptp(images, axis=1).max() < LEAST * most
    expect(not all_alike, f"{what}all {names}", f"a different one for each {name}", f"the same {classes} times", hint)
    follow = FOLLOW.format(name)
    expect(apart > LEAST * most, f"{what}the {names} {one} and {other}", "different ones", "the same", follow)
    apart = np.ptp(images, axis=0).max(axis=1)
    label = int(apart.argmin())
    hint = f"The {name} says what to draw, the noise how it looks: both must reach the output."
    expect(
        apart[label] > LEAST * most,
        f"the generator's images for {count} different noise vectors and the {name} {label}",
        "different ones",
        "the same",
        hint,
    )


def expect_joint_effect(judge, rng, images, classes, names=LABELS, given=lambda labels: [labels]):
    """Fail unless image and label work together in a network that judges, and each row is judged by itself.

    What only adds a number to the logit for each label leaves D(x1, y1) - D(x1, y2) - D(x2, y1) + D(x2, y2) at 0 for
    all images x1 and x2 and labels y1 and y2.

    Args:
        judge: a `checker.learner.models.Model` of several inputs, images first.
        rng: `numpy.random.Generator`.
        images: float32 (n, h, w, c).
        classes, names, given: as for `expect_labels_drawn`; all but the images.
    """
    model, count = random_weights(judge, rng), len(images)
    rows, labels = np.repeat(images, classes, axis=0), np.tile(np.arange(classes), count).astype("int32")
    _expect_row_by_row(model, rng, "the discriminator's logits", names[0], rows, *given(labels))
    logits = model(rows, *given(labels)).reshape(count, classes).astype("float64")
    most = np.abs(logits - logits.mean()).max() + 1e-12
    what = "the discriminator's logits for the same image and "
    name, names = names
    hint = f"Both image and {name} are inputs: does the {name} reach the logit?"
    alike = np.ptp(logits, axis=1).max() < LEAST * most
    expect(not alike, f"{what}all {names}", f"a different one for each {name}", f"the same {classes} times", hint)
    one, other, apart = _nearest(np.abs(logits[:, :, None] - logits[:, None]).max(axis=0))
    follow = FOLLOW.format(name)
    expect(apart > LEAST * most, f"{what}the {names} {one} and {other}", "different ones", "the same", follow)
    hint = "Does the image reach the logit?"
    alike = np.ptp(logits, axis=0).max() < LEAST * most
    expect(
        not alike,
        f"the discriminator's logits for different images and one {name}",
        "different ones",
        "the same for all",
        hint,
    )
    inputs = (rows, *given(labels))
    one, other, apart = _nearest(_joint(judge, model, rng, inputs, classes))
    expect(
        apart > LEAST,
        f"by how much the logit changes from the {name} {one} to {other}",
        "more for some images than for others",
        f"the same for each of {count} images",
        f"The {name} only adds a number to the logit. So no image fits one {name} better than another, and nothing"
        f" tells the generator what to draw: let image and {name} meet in a product, or before something nonlinear.",
    )
    # How much the images of a batch differ may play a part; but of each alone its own label decides, too.
    chosen = np.flatnonzero(labels < 2)[:ALONE]
    some = [each[chosen] for each in inputs]
    expect(
        _nearest(_joint(judge, model, rng, some, 2, alone=True))[2] > LEAST,
        f"by how much the logit of an image that is alone in its batch changes from the {name} 0 to 1",
        "more for some images than for others",
        f"the same for each of {len(chosen) // 2} images",
        f"In a larger batch it does as it should. Is a mean over the batch taken away, and so the {name}'s effect?",
    )


def _joint(judge, model, rng, inputs, classes, alone=False):
    """By how much the difference between two labels differs from image to image, beside how far logits are apart.

    With some weights a layer between bends nothing between two labels, least of all a LeakyReLU on images that are much
    alike: where `model` shows no difference, others are tried, on more images, which are darker and brighter ones.

    Args:
        judge: a `checker.learner.models.Model`.
        model: the same with random weights.
        rng: `numpy.random.Generator`.
        inputs: arrays (images * classes, ...): each image with all labels in turn.
        classes: how many labels there are.
        alone: whether each row is judged in a batch of its own.

    Returns:
        float64 (classes, classes).
    """
    found = np.zeros((classes, classes))
    given, times = inputs, 1 if alone else max(VARIED * classes // len(inputs[0]), 1)
    for number in range(TRIES):
        if number:
            model, inputs = random_weights(judge, rng), _varied(given, times, classes, rng)
        parts = [[each[[row]] for each in inputs] for row in range(len(inputs[0]))] if alone else [inputs]
        logits = np.concatenate([model(*part) for part in parts]).reshape(-1, classes).astype("float64")
        most = np.abs(logits - logits.mean()).max() + 1e-12
        found = np.maximum(found, np.ptp(logits[:, :, None] - logits[:, None], axis=0) / most)
        if _nearest(found)[2] > LEAST:
            break
    return found


def _varied(inputs, times, classes, rng):
    """So many times the inputs of `_joint`, their images darker and brighter, and with more and less contrast."""
    images, *rest = (np.concatenate([each] * times) for each in inputs)
    shape = len(images) // classes, *[1] * (images.ndim - 1)
    scale, shift = (np.repeat(rng.uniform(*ends, shape), classes, axis=0) for ends in ((0, 3), (-1, 1)))
    return [(images * scale + shift).astype("float32"), *rest]


def expect_labels_of_fakes(learner, gan):
    """Fail unless either half of a step has fakes of the batch's classes, or new ones of all, and of no others.

    New ones are drawn in each step. They follow from the seed, as all that a step draws: with the same seed there are
    as many of each class.
    """
    every = set(range(gan.classes))
    some = {each for each in SOME if each < gan.classes}
    steps = VisibleNoise(learner, gan, [FAKES] * TIMES, among=sorted(some))
    again, other = (
        VisibleNoise(
            learner, gan, [FAKES] * times, seed=seed, among=sorted(some), g_times=steps.g_times, networks=steps.game
        )
        for times, seed in ((1, 1), (TIMES, 2))
    )
    for half, fakes, in_turn, same, others in (
        (gan.judge, FAKES, steps.d_counts, again.d_counts[0], other.d_counts),
        ("generator", FAKES * steps.g_times, steps.g_counts, again.g_counts[0], other.g_counts),
    ):
        counts = in_turn[0]
        what = f"the labels of the fake images in the {half}'s half of a step on a batch of {FAKES}"
        wanted = f"those of the batch, or new ones from 0 to {gan.classes - 1}"
        whole = whole_numbers(counts)
        hint = (
            "Show real images with their own labels, and fakes with the labels that they were drawn for, to both"
            " networks."
        )
        near = bool(np.abs(counts - whole).max(initial=0) < 0.25) and whole.min() >= 0 and whole.sum() <= fakes
        expect(near, what, wanted, "labels that are not whole numbers", hint)
        left = fakes - int(whole.sum())
        hint = f"There are {gan.classes} classes, starting at 0: generated images are not one more class."
        expect(not left, what, wanted, f"{left} labels above {gan.classes - 1}, or below 0", hint)
        seen = {int(each) for each in np.flatnonzero(whole)}
        hint = "Draw fakes for all classes alike: for the labels of the batch, or for labels from keras.random.randint"
        hint += " (it never draws its upper end)."
        got = f"{', '.join(map(str, sorted(seen)))}, where the batch has {', '.join(map(str, sorted(some)))}"
        expect(seen in (some, every), what, wanted, got, hint)
        hint = (
            "Everything that a step draws must come from the seed generator, labels as well as noise: then a run can"
            " be repeated."
        )
        right = np.allclose(same, counts, atol=0.25)
        expect(right, f"{what}, in a second try with the same seed", "the same labels", "others", hint)
        if seen == some:
            continue  # the batch's own, which are there with every seed, and in each step
        hint = f"Draw new labels by self.seed_generator, as the noise: it starts from the seed that {gan.name} got."
        if np.ptp(whole) < 2:
            hint += " Counting through the classes gives equally many of each: that is no random draw."
        right = not np.allclose(others, in_turn, atol=0.25)
        expect(right, f"{what}, with another seed", "other labels", "the same", hint)
        right = not np.allclose(in_turn[1:], counts, atol=0.25)
        hint = "Draw them inside train_step: a seed generator gives new numbers in each call."
        expect(right, f"{what}, from step to step", "different labels each time", "the same", hint)


def _nearest(apart):
    """The two classes that lie nearest to each other in a table of distances, (classes, classes), and how near."""
    apart = apart + np.diag(np.full(len(apart), np.inf))
    one, other = divmod(int(apart.argmin()), len(apart))
    return (*sorted((one, other)), float(apart.min()))


def _expect_row_by_row(model, rng, what, name, *inputs):
    """Fail unless what comes out for a row goes with that row, wherever in a batch it stands."""
    order = rng.permutation(len(inputs[0]))
    whole, turned = model(*inputs), model(*(each[order] for each in inputs))
    atol = 1e-3 * max(float(np.abs(whole).max()), 1e-12)
    right = np.allclose(turned, whole[order], rtol=1e-3, atol=atol)
    hint = (
        f"Each image belongs to the {name} of its own row: do rows get mixed up where you repeat or reshape an array?"
    )
    expect(right, f"{what} for a batch in another order", "the same ones, in that order", "others", hint)


def expect_without_others(model, rng, what, *inputs):
    """Fail unless what comes out for a row hangs on that row alone, outside of training."""
    whole, rows = model(*inputs), rng.permutation(len(inputs[0]))
    atol = 1e-3 * max(float(np.abs(whole).max()), 1e-12)
    right = all(
        np.allclose(model(*(each[part] for each in inputs)), whole[part], rtol=1e-3, atol=atol)
        for part in (rows[: len(rows) // 3], *rows[-3:, np.newaxis])
    )
    hint = "Out of training, what comes out for a row hangs on that row alone: is something computed over the batch?"
    expect(right, f"{what} for a part of a batch", "those that are in the whole one", "others", hint)
