"""Losses of two networks that play against each other: their values, their slopes, and the known mistakes in them.

One network judges images, real ones and those that the other, the generator, has drawn. A slope is the derivative of
the loss of one logit by that logit; a loss is the mean over its logits.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from checker.rubric.adversarial import mistakes
from checker.rubric.adversarial.mistakes import sigmoid, softplus
from checker.rubric.diagnosis import diagnose


@dataclass(frozen=True)
class Objective:
    """What two networks are trained for, against each other. Logits are arrays of any shape.

    Attributes:
        judge_loss: `(real, fake)` logits -> the loss of the network that judges, a float.
        generator_loss: `fake` logits -> the generator's loss, a float.
        real_slope, fake_slope: of the judge's loss by real and by fake logits.
        generator_slope: of the generator's loss by fake logits.
        judge_mistakes: `(real, fake)` -> `{hint: the wrong loss}`, for `diagnose`.
        generator_mistakes: `fake` -> `{hint: the wrong loss}`.
        judge_hint, generator_hint: told of losses that are wrong in no known way.
        output: what a number is called that the network returns for an image.
        far_hint: told of losses that are right near 0, and wrong far out.
        wrong_slopes: `{hint: slope}`, of other losses that a generator is wrongly moved by.
    """

    judge_loss: Callable
    generator_loss: Callable
    real_slope: Callable
    fake_slope: Callable
    generator_slope: Callable
    judge_mistakes: Callable
    generator_mistakes: Callable
    judge_hint: str
    generator_hint: str
    output: str = "score"
    far_hint: str = "Scores may be any numbers: nothing may squeeze, cut off or bound them, or the loss."
    wrong_slopes: dict = field(default_factory=dict)

    def explain_judge_loss(self, loss, real, fake):
        """The hint for this loss of the network that judges: the known mistake that gives just that, if there is."""
        return diagnose(loss, self.judge_mistakes(real, fake), self.judge_hint)

    def explain_generator_loss(self, loss, fake):
        """The hint for this loss of the generator: the known mistake that gives just that, if there is."""
        return diagnose(loss, self.generator_mistakes(fake), self.generator_hint)


def _entropy_of_judge(real, fake):
    """Mean of -log(sigmoid(real)) plus mean of -log(1 - sigmoid(fake)) (Goodfellow et al., 2014, equation 1)."""
    return float(softplus(-real).mean() + softplus(fake).mean())


def _entropy_of_generator(fake):
    """Mean of -log(sigmoid(fake)), the non-saturating loss (Goodfellow et al., 2014, end of section 3)."""
    return float(softplus(-fake).mean())


CROSS_ENTROPY = Objective(
    judge_loss=_entropy_of_judge,
    generator_loss=_entropy_of_generator,
    real_slope=lambda real: -sigmoid(-real),
    fake_slope=sigmoid,
    generator_slope=lambda fake: -sigmoid(-fake),
    judge_mistakes=mistakes.of_discriminator_loss,
    generator_mistakes=mistakes.of_generator_loss,
    judge_hint="A real logit x costs softplus(-x), which is -log(sigmoid(x)). A fake one costs softplus(x).",
    generator_hint="-log(sigmoid(x)) is softplus(-x): small where the discriminator is fooled.",
    output="logit",
    far_hint="Written with log and sigmoid, the loss takes the log of zero out there, or of what you add to avoid that:"
    " use softplus. And don't bound the logits or the loss.",
    wrong_slopes={
        "This is the gradient of the saturating loss: the generator has a loss of its own, softplus(-fake).": (
            lambda fake: -sigmoid(fake)
        ),
        "Its loss calls fake images fake: the generator learns to get caught.": sigmoid,
    },
)


def _wasserstein_of_critic(real, fake):
    """Mean of fake less mean of real: minus the distance that the critic sees (Arjovsky et al., 2017, algorithm 1)."""
    return float(np.mean(fake, dtype="float64") - np.mean(real, dtype="float64"))


def _hinge_of_critic(real, fake):
    """Mean of relu(1 - real) plus mean of relu(1 + fake) (Miyato et al., 2018, equation 16)."""
    return float(np.maximum(0, 1 - np.float64(real)).mean() + np.maximum(0, 1 + np.float64(fake)).mean())


def _lift(fake):
    """Minus the mean of fake: the generator's loss beside both (Miyato et al., 2018, equation 17)."""
    return float(-np.mean(fake, dtype="float64"))


def _constant(value):
    return lambda logits: np.full(np.shape(logits), float(value))


WASSERSTEIN = Objective(
    judge_loss=_wasserstein_of_critic,
    generator_loss=_lift,
    real_slope=_constant(-1),
    fake_slope=_constant(1),
    generator_slope=_constant(-1),
    judge_mistakes=mistakes.of_critic_loss,
    generator_mistakes=mistakes.of_lifting_loss,
    judge_hint="The mean of the fake scores minus that of the real ones: small where the critic tells them apart.",
    generator_hint="Minus the mean of the fake scores: small where the critic takes them for real.",
)

HINGE = Objective(
    judge_loss=_hinge_of_critic,
    generator_loss=_lift,
    real_slope=lambda real: np.where(np.asarray(real) < 1, -1.0, 0.0),
    fake_slope=lambda fake: np.where(np.asarray(fake) > -1, 1.0, 0.0),
    generator_slope=_constant(-1),
    judge_mistakes=mistakes.of_hinge_loss,
    generator_mistakes=mistakes.of_lifting_loss,
    judge_hint="The mean of relu(1 - real) plus the mean of relu(1 + fake): nothing is gained beyond 1 and -1.",
    generator_hint="Minus the mean of the fake scores: small where the critic takes them for real.",
)
