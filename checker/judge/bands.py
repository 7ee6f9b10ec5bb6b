"""From a report card to a verdict: bands, each with all that a generator needs to reach it.

The thresholds lie in gaps that were measured; see CARD.md.
"""

from dataclasses import dataclass

from checker.failures import Failure
from checker.judge import references
from checker.judge.card import PRESENT
from checker.rubric.expect import expect

MOST_UNTRAINED = 0.2  # of pictures drawn before training that may fool the easy level; honest ones: none
LEAST_NEW = 0.85  # copy ratio: of copies under noise 0.5, of blurred ones 0.7, of right generators 1 or more
LEAST_NEW_PIECES = 0.4  # piece ratio: of pictures pasted together 0, of right generators 0.75 or more

# Distances of the classifier's features are larger among glyphs than among MNIST's digits: the same tricks lie 1.4 to
# 1.6 times as far from real pictures.
FRECHET_SCALE = {"mnist": 1.0, "glyphs": 1.45}


@dataclass(frozen=True)
class Band:
    """What it takes; see `checker.judge.card.Card` for the terms."""

    name: str
    level: int  # of the discriminator that is to be fooled
    fooled: float
    clear: float
    label_divergence: float
    frechet: float  # on MNIST; elsewhere times FRECHET_SCALE
    coverage: float


@dataclass(frozen=True)
class Shortfall:
    """One thing that a card lacks for a band."""

    what: str
    expected: str
    got: str
    hint: str


BANDS = (
    Band("easy", 0, fooled=0.02, clear=0.33, label_divergence=0.6, frechet=150, coverage=0.11),
    Band("medium", 1, fooled=0.02, clear=0.35, label_divergence=0.5, frechet=145, coverage=0.115),
    Band("hard", 2, fooled=0.005, clear=0.37, label_divergence=0.45, frechet=140, coverage=0.12),
)


def shortfalls(card, band):
    """What a card lacks for a band, what matters most first: a list of `Shortfall`, empty if it reaches the band."""
    frechet = round(band.frechet * FRECHET_SCALE.get(card.dataset, 1.0))
    level, fooled = references.LEVELS[band.level], card.fooled[band.level]
    digits = ", ".join(str(digit) for digit, count in enumerate(card.counts) if count < PRESENT * card.count)
    tests = [
        (
            card.copy_ratio >= LEAST_NEW,
            "how new the pictures are, beside real digits",
            f"at least {LEAST_NEW}",
            f"{card.copy_ratio:.2f}",
            "They are copies of training pictures: a generator is to learn from what the discriminator says.",
        ),
        (
            card.piece_ratio >= LEAST_NEW_PIECES,
            "how new pieces of the pictures are, beside real digits",
            f"at least {LEAST_NEW_PIECES}",
            f"{card.piece_ratio:.2f}",
            "They are put together of pieces of training pictures.",
        ),
        (
            card.label_divergence <= band.label_divergence,
            "how uneven the digits are, as KL divergence from equal shares",
            f"at most {band.label_divergence}",
            f"{card.label_divergence:.2f}",
            f"Hardly any: {digits}. Is the noise new in each step, and for each picture?"
            if digits
            else "Some digits are much rarer than others.",
        ),
        (
            card.coverage >= band.coverage,
            "coverage, the share of real digits that have a sample near them",
            f"at least {band.coverage}",
            f"{card.coverage:.2f}",
            "The pictures are too much alike, or too far from real ones: look at a sheet of them.",
        ),
        (
            card.frechet <= frechet,
            "the Fréchet distance to real digits",
            f"at most {frechet:g}",
            f"{card.frechet:.1f}, where real ones have {card.frechet_real:.1f}",
            "As a heap they differ from real digits: too few kinds, too thick, too faint or blurred.",
        ),
        (
            fooled >= band.fooled,
            f"the share of the pictures that fool the reference discriminator of level {level}",
            f"at least {100 * band.fooled:g}%",
            f"{fooled:.0%}, where real digits have {1 - references.REAL_SHARE:.0%}",
            "Look at samples.png: what gives most of them away?",
        ),
        (
            card.clear >= band.clear,
            "the share of pictures that a classifier is more than 90 % sure of",
            f"at least {band.clear:.0%}",
            f"{card.clear:.0%}, where real digits have {card.clear_real:.0%}",
            "Many are no digit: does it get better with more epochs?",
        ),
    ]
    return [Shortfall(*rest) for right, *rest in tests if not right]


def expect_band(trial, name):
    """Fail unless what a learner's DCGAN draws after training reaches a band.

    Args:
        trial: a `checker.judge.trial.Trial`.
        name: the band's.
    """
    expect(
        trial.untrained.fooled[0] < MOST_UNTRAINED,
        "the share of pictures that fool the reference discriminator before the first step of training",
        f"below {MOST_UNTRAINED:.0%}",
        f"{trial.untrained.fooled[0]:.0%}",
        "build_generator() returns a network that knows nothing yet: its weights are random.",
    )
    band = next(band for band in BANDS if band.name == name)
    for short in shortfalls(trial.card, band)[:1]:
        what = f"{short.what}, after {trial.steps:,} steps of training on {trial.card.dataset}"
        raise Failure(what, short.expected, short.got, short.hint)
