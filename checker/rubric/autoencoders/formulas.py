"""The formulas of an autoencoder whose blends a critic judges: blend, both losses, and how smooth a walk is.

Berthelot, Raffel, Roy and Goodfellow, "Understanding and Improving Interpolation in Autoencoders via an Adversarial
Regularizer" (2018), sections 2 and 3.1.
"""

import numpy as np

from checker.rubric.adversarial.losses import expect_loss
from checker.rubric.diagnosis import diagnose
from checker.rubric.expect import array_like, expect, expect_array
from checker.text import number


def expect_blend(learner, function, rng):
    """Fail unless the function mixes codes: `(a, b, alpha)` -> alpha * a + (1 - alpha) * b.

    Args:
        learner: a `checker.learner.code.Learner`.
        function: its name.
        rng: `numpy.random.Generator`.
    """
    hint = "Each pair has its own share, alpha: take that much of a, and the rest of b."
    for count, size in ((5, 3), (1, 4), (4, 4), (6, 1)):
        a, b = (rng.normal(0, 1, (count, size)).astype("float32") for _ in range(2))
        drawn = rng.uniform(0.1, 0.45, (count, 1)).astype("float32")
        for alpha in (drawn, np.zeros_like(drawn), np.ones_like(drawn), np.full_like(drawn, 0.5)):
            right = alpha * a + (1 - alpha) * b
            known = {
                "a and b are swapped: an alpha of 1 gives a.": alpha * b + (1 - alpha) * a,
                "The two shares must add up to 1: alpha, and what is left of 1.": [
                    alpha * (a + b), alpha * a + b, a + alpha * b, a + (1 - alpha) * b,
                ],
                "This is the middle, whatever alpha is.": (a + b) / 2,
                "All pairs are mixed by the first pair's share.": alpha[:1] * a + (1 - alpha[:1]) * b,
                "This is only the difference: add the code that it starts from.": [alpha * (a - b), alpha * (b - a)],
            }  # fmt: skip
            for tensors in (False, True):
                what = f"the codes that {function}() returned for {count} pair{'s' * (count > 1)}"
                got = array_like(learner.call(function, a, b, alpha, tensors=tensors))
                expect_array(got, what, shape=right.shape, dtype="float32", hint=hint)
                told = diagnose(got, known, hint, rtol=1e-3, atol=1e-4)
                expect_array(got, f"{what}, with an alpha of {number(alpha.flat[0])}", close_to=right, hint=told)


def expect_critic_loss(learner, function, rng):
    """Fail unless the function is `(of_blend, alpha, of_real)` -> mean((of_blend - alpha)^2) + mean(of_real^2)."""
    for count in (5, 1, 33, int(rng.integers(200, 2000))):
        of_blend, of_real = (rng.normal(0.2, 0.5, (count, 1)).astype("float32") for _ in range(2))
        alpha = rng.uniform(0, 0.5, (count, 1)).astype("float32")
        guess, real = np.mean((of_blend - alpha) ** 2), np.mean(of_real**2)
        known = {
            "Only the blends count here: the guesses for images that are not blended should be 0, and count as much.": (
                guess
            ),
            "Only the images that are not blended count here: the guesses for the blends count as much.": real,
            "Add the two halves, don't average them.": (guess + real) / 2,
            "One half is subtracted from the other: both are mistakes, so add them.": guess - real,
            "The right guess for a blend is alpha, not 0.": np.mean(of_blend**2) + real,
            "The right guess for an image that is not blended is 0, not alpha.": guess
            + np.mean((of_real - alpha) ** 2),
            "Square the difference, don't take it as it is.": [
                np.mean(np.abs(of_blend - alpha)) + np.mean(np.abs(of_real)),
                np.mean(of_blend - alpha) + np.mean(of_real),
            ],
            "Take the mean over the batch, not the sum.": count * (guess + real),
            "This is a root: return the mean of the squares itself.": np.sqrt(guess) + np.sqrt(real),
            "Every guess is compared with every alpha: subtracting (n,) and (n, 1) gives (n, n).": (
                np.mean((of_blend - alpha.T) ** 2) + real
            ),
        }
        _expect_loss(learner, function, (of_blend, alpha, of_real), guess + real, known, f"{count:,} guesses")


def expect_autoencoder_loss(learner, function, shape, rng):
    """Fail unless the function is `(images, reconstructions, of_blend, strength)` -> mse + strength * mean(of_blend^2).

    `shape` is that of an image.
    """
    for count, strength in ((4, 0.5), (1, 2.0), (7, 0.0), (300, 0.1), (3, 20.0)):
        images = rng.uniform(0, 1, (count, *shape)).astype("float32")
        made = (images + rng.normal(0, 0.3, images.shape)).astype("float32")
        of_blend = rng.normal(0.2, 0.5, (count, 1)).astype("float32")
        apart, seen = np.mean((images - made) ** 2), np.mean(of_blend**2)
        pixels = images[0].size
        known = {
            "The critic is not used: add strength times the mean of of_blend squared.": apart,
            "The reconstructions are not used.": strength * seen,
            "The strength is missing.": apart + seen,
            "The strength weighs the wrong half, or both.": [strength * apart + seen, strength * (apart + seen)],
            "It is subtracted: what the critic sees must make the loss larger.": apart - strength * seen,
            "Each image's pixels are summed: take the mean over all pixels.": pixels * apart + strength * seen,
            "Take the mean over the images and their pixels, not the sum.": [
                count * pixels * apart + strength * seen, count * pixels * apart + count * strength * seen,
            ],
            "Square the critic's guess: a guess of 0 means that it is fooled, and -1 is as far from that as 1.": [
                apart + strength * np.mean(of_blend), apart + strength * np.mean(np.abs(of_blend)),
            ],
            "Square the difference, don't take it as it is.": [
                np.mean(np.abs(images - made)) + strength * seen, np.mean(images - made) + strength * seen,
            ],
            "This is a root: return the mean of the squares itself.": np.sqrt(apart) + strength * seen,
        }  # fmt: skip
        what = f"{count} image{'s' * (count > 1)} and a strength of {number(strength)}"
        _expect_loss(learner, function, (images, made, of_blend, strength), apart + strength * seen, known, what)


def _expect_loss(learner, function, arguments, right, known, what):
    got = learner.call(function, *arguments, tensors=True)
    hint = diagnose(np.mean(got), known, "", rtol=1e-3, atol=1e-6) if isinstance(got, np.ndarray) and got.size else ""
    expect_loss(got, right, f"the loss of {function}() for {what}", hint)


def expect_smoothness(learner, function, rng):
    """Fail unless the function is `angles (n, steps)` -> largest step over the whole way, less 1 / (steps - 1)."""
    drawn = rng.uniform(0.1, 1.6, (7, 16))
    drawn[:, 4], drawn[:, 9] = -rng.uniform(1.8, 2.6, 7), -rng.uniform(0.2, 1, 7)  # the largest step is one back
    drawn[:, 0] = rng.uniform(0, 6, 7)  # so that some go on across 2 pi
    walks = np.cumsum(drawn, axis=1)
    steps = np.diff(walks, axis=1)
    sizes = np.abs(steps)
    share = sizes.max(axis=1) / sizes.sum(axis=1)
    folded = np.abs(np.diff(walks % (2 * np.pi), axis=1))
    known = {
        "A step back is as long as a step forward: take the absolute value of each.": [
            steps.max(axis=1) / steps.sum(axis=1) - 1 / 15, steps.max(axis=1) / sizes.sum(axis=1) - 1 / 15,
        ],
        "The whole way is the sum of all steps, not the distance between its ends.": (
            sizes.max(axis=1) / np.abs(walks[:, -1] - walks[:, 0]) - 1 / 15
        ),
        "Subtract the share of an even walk from the largest share: 1 / (steps - 1).": [
            share, share - 1 / 16, share - 1,
        ],
        "Take the largest step of each row, not of all rows.": (
            sizes.max() / sizes.sum(axis=1) - 1 / 15
        ),
        "The angles come unwrapped: don't take them modulo 2 pi.": (
            folded.max(axis=1) / folded.sum(axis=1) - 1 / 15
        ),
        "Divide by the whole way, not by the mean step.": (
            sizes.max(axis=1) / sizes.mean(axis=1) - 1 / 15
        ),
    }  # fmt: skip
    _expect_smoothness(learner, function, walks, share - 1 / 15, "walks of 16 images", known)
    for steps in (16, 2, 5):
        ways = np.linspace(0, 1, steps)
        ends = rng.uniform(0.5, 2, (3, 1)) * np.array([[1.0], [-1.0], [1.0]])
        even = rng.uniform(0, 6, (3, 1)) + ends * ways
        less = "Subtract the share of an even walk from the largest share: 1 / (steps - 1)."
        known = {less: np.full(3, 1 / (steps - 1))}
        _expect_smoothness(learner, function, even, np.zeros(3), f"even walks of {steps} images", known)
    jump = np.where(np.arange(16) < [[8], [1], [15]], 0.3, [[1.4], [-1.9], [2.0]])
    right = np.full(3, 14 / 15)
    known = {
        "Subtract the share of an even walk from the largest share: 1 / (steps - 1).": np.ones(3),
        "There is one step fewer than there are images.": np.full(3, 15 / 16),
    }
    _expect_smoothness(learner, function, jump, right, "walks that jump once", known)
    for scale, told in ((0.005, "short walks"), (30.0, "walks whose steps are longer than 2 pi")):
        _expect_smoothness(learner, function, scale * walks, share - 1 / 15, told, {})
    still = np.repeat(walks[:, :1], 16, axis=1)
    still[0] = walks[0]
    got = _called(learner, function, still, "walks of which some stay where they are")
    hint = "In NumPy's floats, 0 / 0 is nan: leave it, don't replace it by a number."
    what = f"what {function}() returned for a walk that does not move"
    expect(np.isnan(got[1:]).all(), what, "nan", ", ".join(number(float(each)) for each in got[1:3]), hint)
    expect(np.isfinite(got[0]), f"what {function}() returned for one that moves, beside others", "a number", "nan")


def _expect_smoothness(learner, function, angles, right, what, known):
    hint = "Return the largest step over the sum of all steps, minus 1 / (steps - 1); steps are absolute differences."
    got = _called(learner, function, angles, what)
    known = {told: value for told, value in known.items() if value is not None}
    hint = diagnose(got, known, hint, rtol=1e-3, atol=1e-5)
    close = np.isclose(got, right, rtol=1e-3, atol=1e-5)
    if not close.all():
        place = int(np.flatnonzero(~close)[0])
        told = f"{function}() of {what}, in row {place}"
        expect(False, told, number(float(right[place])), number(float(got[place])), hint)


def _called(learner, function, angles, what):
    got = array_like(learner.call(function, angles), "float64")
    hint = "One number for each row."
    got = expect_array(got, f"what {function}() returned for {what}", shape=(len(angles),), hint=hint)
    expect(got.dtype.kind == "f", f"the dtype of what {function}() returned", "floats", got.dtype.name)
    return got.astype("float64")
