"""Losses of two networks that play against each other, in closed form, and the known mistakes in them."""

import numpy as np

from checker.failures import Failure
from checker.rubric.expect import expect, scalar
from checker.text import describe, number


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
