"""Known mistakes in adversarial losses: `{hint: the loss that it gives}`, what is to be told first in front."""

import numpy as np


def softplus(x):
    """log(1 + exp(x)) in float64, for x of any size."""
    return np.logaddexp(0, np.asarray(x, dtype="float64"))


def sigmoid(x):
    """1 / (1 + exp(-x)) in float64, for x of any size."""
    return np.exp(-softplus(-np.asarray(x, dtype="float64")))


def of_discriminator_loss(real, fake):
    """Mistakes in mean softplus(-real) + mean softplus(fake), for logits (n, 1)."""

    def loss(real, fake):
        return softplus(-real).mean() + softplus(fake).mean()

    right, n = loss(real, fake), len(real)
    squeezed = [np.clip(x, 1e-7, 1 - 1e-7) for x in (real, fake)]
    return {
        "Labels and logits are swapped: Keras's losses take the labels first.": (
            softplus(1) - real.mean() + softplus(0)
        ),
        "The labels are swapped: real images should be called real, generated ones fake.": loss(fake, real),
        "This is half of it: add the two means, don't average them.": right / 2,
        "This is the sum over the batch: take the mean, so that its size does not change the step.": right * n,
        "Only the real images count in it: add the mean over the fake ones.": softplus(-real).mean(),
        "Only the fake images count in it: add the mean over the real ones.": softplus(fake).mean(),
        "The sign is flipped: the discriminator would learn to be wrong.": -right,
        'Both halves ask for the answer "real": fake images should be called fake.': loss(real, -fake),
        'Both halves ask for the answer "fake": real images should be called real.': loss(-real, fake),
        "Sigmoid is applied twice: this loss applies it itself.": loss(sigmoid(real), sigmoid(fake)),
        "This loss takes the logits for probabilities: tell it that they are logits.": (
            -np.log(squeezed[0]).mean() - np.log(1 - squeezed[1]).mean()
        ),
        "This is the hinge loss: use the cross-entropy.": (
            np.maximum(0, 1 - real).mean() + np.maximum(0, 1 + fake).mean()
        ),
        "This is a Wasserstein loss: use the cross-entropy.": fake.mean() - real.mean(),
        "These are squared differences: use the cross-entropy.": ((real - 1) ** 2).mean() + (fake**2).mean(),
        "The labels of the real images are smoothed: use 1 here.": (
            0.9 * softplus(-real).mean() + 0.1 * softplus(real).mean() + softplus(fake).mean()
        ),
        "These are differences of logits: take a mean for each kind of image.": softplus(fake - real).mean(),
        "The mean is taken before softplus: compute the loss of each logit first, then the mean.": (
            softplus(-real.mean()) + softplus(fake.mean())
        ),
    }


def of_generator_loss(fake):
    """Mistakes in mean softplus(-fake), for logits (n, 1)."""
    right = softplus(-fake).mean()
    return {
        "Labels and logits are swapped: Keras's losses take the labels first.": softplus(1) - fake.mean(),
        "This is the saturating loss, log(1 - sigmoid(x)): it is flat where the generator is bad. Use the other one,"
        " -log(sigmoid(x)).": -softplus(fake).mean(),
        "The label is the wrong one: the generator wants its images to be called real.": softplus(fake).mean(),
        "This is the sum over the batch: take the mean, so that its size does not change the step.": right * len(fake),
        "The sign is flipped: the generator would learn to get caught.": -right,
        "Sigmoid is applied twice: this loss applies it itself.": softplus(-sigmoid(fake)).mean(),
        "This loss takes the logits for probabilities: tell it that they are logits.": (
            -np.log(np.clip(fake, 1e-7, 1 - 1e-7)).mean()
        ),
        "This is a Wasserstein or hinge loss: use the cross-entropy.": -fake.mean(),
        "These are squared differences: use the cross-entropy.": ((fake - 1) ** 2).mean(),
        "This is half of it.": right / 2,
        "The mean is taken before softplus: compute the loss of each logit first, then the mean.": (
            softplus(-fake.mean())
        ),
    }


def of_critic_loss(real, fake):
    """Mistakes in mean(fake) - mean(real), for scores (n, 1)."""
    right, n = fake.mean() - real.mean(), len(real)
    return {
        "The sign is flipped: this is the distance, which should grow, while training makes a loss small.": -right,
        "This is half of it: take the difference of the two means, don't average it.": right / 2,
        "This is the sum over the batch: take the mean, so that its size does not change the step.": right * n,
        "Only the real images count in it: add the mean over the fake ones.": -real.mean(),
        "Only the fake images count in it: subtract the mean over the real ones.": fake.mean(),
        "The two means are added: real scores should be high, fake ones low.": real.mean() + fake.mean(),
        "This is the cross-entropy: use a critic's scores as they are.": (
            softplus(-real).mean() + softplus(fake).mean()
        ),
        "This is the hinge loss: that is for another function.": (
            np.maximum(0, 1 - real).mean() + np.maximum(0, 1 + fake).mean()
        ),
        "A sigmoid squeezes the scores: use a critic's scores as they are.": (
            sigmoid(fake).mean() - sigmoid(real).mean()
        ),
    }


def of_hinge_loss(real, fake):
    """Mistakes in mean relu(1 - real) + mean relu(1 + fake), for scores (n, 1)."""
    of_real, of_fake = np.maximum(0, 1 - real).mean(), np.maximum(0, 1 + fake).mean()
    right, n = of_real + of_fake, len(real)
    return {
        "The sign is flipped: the critic would learn to be wrong.": -right,
        "Real and fake are swapped: real scores should rise above 1, fake ones fall below -1.": (
            np.maximum(0, 1 + real).mean() + np.maximum(0, 1 - fake).mean()
        ),
        "This is half of it: add the two means, don't average them.": right / 2,
        "This is the sum over the batch: take the mean, so that its size does not change the step.": right * n,
        "Only the real images count in it: add the mean over the fake ones.": of_real,
        "Only the fake images count in it: add the mean over the real ones.": of_fake,
        "The margin is missing: relu(1 - real) and relu(1 + fake).": (
            np.maximum(0, -real).mean() + np.maximum(0, fake).mean()
        ),
        "Scores beyond the margin still count: take relu of each score's loss, then the mean.": (1 - real).mean()
        + (1 + fake).mean(),
        "The mean is taken before relu: compute the loss of each score first, then the mean.": (
            max(0.0, 1 - real.mean()) + max(0.0, 1 + fake.mean())
        ),
        "This is the Wasserstein loss: that is for another function.": fake.mean() - real.mean(),
        "This is the cross-entropy: use a critic's scores as they are.": (
            softplus(-real).mean() + softplus(fake).mean()
        ),
    }


def of_lifting_loss(fake):
    """Mistakes in -mean(fake), for scores (n, 1)."""
    right = -fake.mean()
    return {
        "The sign is flipped: the generator would learn to get caught.": -right,
        "This is the sum over the batch: take the mean, so that its size does not change the step.": right * len(fake),
        "This is the cross-entropy: use a critic's scores as they are.": softplus(-fake).mean(),
        "This is a hinge: the generator's loss has none.": [
            np.maximum(0, 1 - fake).mean(),
            np.maximum(0, -fake).mean(),
        ],
        "A sigmoid squeezes the scores: use a critic's scores as they are.": -sigmoid(fake).mean(),
        "This is half of it.": right / 2,
    }
