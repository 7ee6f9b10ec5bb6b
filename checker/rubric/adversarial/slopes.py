"""How steep a critic is: images between real and fake ones, and the penalty on the slope there.

Gulrajani et al., "Improved Training of Wasserstein GANs" (2017), section 4.
"""

import numpy as np

from checker.failures import Failure
from checker.rubric.adversarial.game import hint_of
from checker.rubric.adversarial.losses import expect_loss
from checker.rubric.diagnosis import diagnose
from checker.rubric.expect import array_like, expect, expect_array
from checker.text import number

RAISED = (
    (
        "None",
        "The tape found no gradient: images are not variables, so tell the tape to watch them, before you call the"
        " critic inside it.",
    ),
)
STEEP_ROOT = "The slope of a root at 0 is infinite: add something tiny before you take the root."
HIDDEN = 6  # units of a critic that is as steep in one place as it is not in another


def expect_between(learner, function, shape, rng):
    """Fail unless the function blends images: `(real, fake, mix)` -> mix * real + (1 - mix) * fake.

    Args:
        learner: a `checker.learner.code.Learner`.
        function: its name.
        shape: of an image, (h, w, c).
        rng: `numpy.random.Generator`.
    """
    hint = "Each pair has its own share, mix: take that much of the real image, and the rest of the fake one."
    for count in (5, 1):
        real, fake = (rng.uniform(-1, 1, (count, *shape)).astype("float32") for _ in range(2))
        drawn = rng.uniform(0.1, 0.9, (count, 1, 1, 1)).astype("float32")
        for mix in (drawn, np.zeros_like(drawn), np.ones_like(drawn)):
            right = mix * real + (1 - mix) * fake
            known = {
                "Real and fake are swapped: a mix of 1 gives the real image.": mix * fake + (1 - mix) * real,
                "The two shares must add up to 1: mix, and what is left of 1.": [
                    mix * (real + fake), mix * real + fake, real + mix * fake, real + (1 - mix) * fake,
                ],
                "This is the middle, whatever the mix is.": (real + fake) / 2,
                "All pairs are blended by the share of the first.": mix[:1] * real + (1 - mix[:1]) * fake,
                "This is only the difference: add the image that it starts from.": [
                    mix * (real - fake), mix * (fake - real),
                ],
            }  # fmt: skip
            for tensors in (False, True):
                got = array_like(learner.call(function, real, fake, mix, tensors=tensors))
                what = f"the images that {function}() returned for {count} pair{'s' * (count > 1)}"
                expect_array(got, what, shape=right.shape, dtype="float32", hint=hint)
                told = diagnose(got, known, hint, rtol=1e-3, atol=1e-4)
                expect_array(got, f"{what}, with a mix of {number(mix.flat[0])}", close_to=right, hint=told)


def expect_penalty_of_slopes(learner, function, shape, rng):
    """Fail unless the function is the gradient penalty: `(critic, images)` -> mean of (|gradient| - 1) squared.

    Tried are linear critics, whose slope is the same everywhere; critics that bend, whose slope is another for each
    image; and one that is flat. Arguments as for `expect_between`.
    """
    pixels = int(np.prod(shape))
    for count in (4, 1, 33, 150):
        images = rng.uniform(-1, 1, (count, *shape)).astype("float32")
        for steepness in (0.3, 3.0, 300.0):
            w = rng.normal(0, steepness / np.sqrt(pixels), (pixels, 1))
            slopes = np.repeat(w.T, count, axis=0)
            critic = learner.sequential(
                [("Input", {"shape": shape}), ("Flatten", {}), ("Dense", {"units": 1})], _float32(w, [0.1])
            )
            what = f"the penalty of a linear critic whose slope is {number(np.linalg.norm(w))}"
            _expect_penalty(learner, function, critic, images, slopes, what)
        # A function of images and of nothing else: it knows no training mode.
        plain = learner.keras("Function", critic.get("inputs")[0], critic.get("outputs")[0])
        what += ", given as a function"
        _expect_penalty(learner, function, plain, images, slopes, what)
        hidden = rng.normal(0, 6 / np.sqrt(pixels), (pixels, HIDDEN))
        bias, last = rng.normal(0, 1, HIDDEN), rng.normal(0, 0.5, (HIDDEN, 1))
        bent = np.tanh(images.reshape(count, pixels) @ hidden + bias)
        slopes = ((1 - bent**2) * last[:, 0]) @ hidden.T
        critic = learner.sequential(
            [
                ("Input", {"shape": shape}),
                ("Flatten", {}),
                ("Dense", {"units": HIDDEN, "activation": "tanh"}),
                ("Dense", {"units": 1}),
            ],
            _float32(hidden, bias, last, [0.3]),
        )
        what = f"the penalty of a critic whose slope differs from image to image, on {count} image{'s' * (count > 1)}"
        _expect_penalty(learner, function, critic, images, slopes, what)


def expect_finite_penalty(learner, function, shape, rng):
    """Fail unless value and gradients of the penalty are finite for a flat critic, and lead to a critic's weights."""
    pixels, images = int(np.prod(shape)), rng.uniform(-1, 1, (3, *shape)).astype("float32")
    layers = [("Input", {"shape": shape}), ("Flatten", {}), ("Dense", {"units": 1})]
    flat = learner.sequential(layers, _float32(np.zeros((pixels, 1)), [0.5]))
    value, gradients = learner.gradient(function, flat, images, by=0)
    hint = STEEP_ROOT
    what = "the penalty of a critic that is flat"
    # What is added before the root is for learners to choose: with 1e-5 the value is 0.994.
    expect_loss(value, 1.0, what, hint, rtol=1e-2)
    for gradient in _present(gradients):
        expect(np.isfinite(gradient).all(), f"the gradient of {what}", "finite numbers", "NaN or infinity", hint)
    w = rng.normal(0, 2 / np.sqrt(pixels), (pixels, 1))
    steep = learner.sequential(layers, _float32(w, [0.5]))
    value, gradients = learner.gradient(function, steep, images, by=0)
    length = np.linalg.norm(w)
    right = 2 * (length - 1) * w / length
    what, hint = (
        "the gradient of the penalty with respect to the weights of a linear critic",
        "Gradients must lead from the penalty back to the critic. If you turn the slopes into plain numbers, or stop"
        " their gradient, the penalty changes the loss, but not the critic.",
    )
    found = [each for each in _present(gradients) if each.shape == right.shape]
    expect(found and found[0].any(), what, f"a slope of length {number(np.linalg.norm(right))}", "none", hint)
    expect_array(found[0], what, close_to=right, rtol=1e-2, atol=1e-4, hint=hint)
    _, gradients = learner.gradient(function, flat, images, by=0, compiled=True)
    told = "the gradient of the penalty of a critic that is flat, as one program that XLA compiles"
    hint = f"{STEEP_ROOT} ops.where chooses after both sides are computed, and NaN times 0 is NaN."
    for gradient in _present(gradients):
        expect(np.isfinite(gradient).all(), told, "finite numbers", "NaN or infinity", hint)


def _present(gradients):
    """What there is of gradients by a critic's weights; what came is the learner's word."""
    return [each for each in gradients if isinstance(each, np.ndarray) and each.dtype.kind == "f"]


def _float32(*arrays):
    return [np.asarray(each, dtype="float32") for each in arrays]


def _expect_penalty(learner, function, critic, images, slopes, what):
    """Fail unless the function gives the penalty of these slopes, float64 (n, pixels), by image."""
    n, squares = len(slopes), slopes**2
    grid = slopes.reshape(images.shape)
    lengths = np.sqrt(squares.sum(axis=1))
    known = {
        "This is one slope of the whole batch: each image has its own slope, over its own pixels.": [
            (np.sqrt(squares.sum()) - 1) ** 2,
            (np.sqrt(squares.sum() / n) - 1) ** 2,
            (np.linalg.norm(slopes.mean(axis=0)) - 1) ** 2,
        ],
        "Sum the squares over all axes of an image: height, width and channels.": [
            ((np.sqrt((grid**2).sum(axis=axis)) - 1) ** 2).mean() for axis in (1, 2, 3, (1, 2), (2, 3), (1, 3), 0)
        ],
        "The root is missing: the slope is the root of the sum of squares.": ((squares.sum(axis=1) - 1) ** 2).mean(),
        "The slope is the root of the sum of the squares, not of their mean.": (
            (np.sqrt(squares.mean(axis=1)) - 1) ** 2
        ).mean(),
        "This is the sum over the images: take the mean.": ((lengths - 1) ** 2).sum(),
        "Square the difference of each slope from 1 before you take the mean.": [
            (lengths.mean() - 1) ** 2, np.abs(lengths - 1).mean(), (lengths - 1).mean(),
        ],
        "The 1 is missing: a slope of 1 costs nothing, smaller and larger ones do.": (lengths**2).mean(),
        "Slopes below 1 count as well: don't cut them off.": (np.maximum(lengths - 1, 0) ** 2).mean(),
        "It contains a weight of 10: leave the weight to train_step().": 10 * ((lengths - 1) ** 2).mean(),
        "These are the absolute values: the slope is the root of the sum of squares.": (
            (np.abs(slopes).sum(axis=1) - 1) ** 2
        ).mean(),
        "This is the gradient of the mean score, which shrinks as the batch grows: take the gradient of the sum, or"
        " of the scores as they are.": ((lengths / n - 1) ** 2).mean(),
    }  # fmt: skip
    known["No gradient arrives: images are not variables, so tell the tape to watch them."] = 1.0
    right = ((lengths - 1) ** 2).mean()
    try:
        got = learner.call(function, critic, images, tensors=True)
    except Failure as failure:
        failure.hint = failure.hint or hint_of(failure.got, RAISED)
        raise
    otherwise = "For each image: the root of the sum of the squared gradients, minus 1, squared. Then the mean."
    hint = diagnose(np.mean(got), known, otherwise) if isinstance(got, np.ndarray) else ""
    expect_loss(got, right, what, hint)
