"""From a report card to a verdict: bands, each a table of all that it takes to fool a level of the discriminator.

A level is fooled when at least half of the images pass for real, and they are varied, near real ones, and new. The
other thresholds lie in gaps that were measured; see docs/evidence/judge.md.
"""

from dataclasses import dataclass
from typing import NamedTuple

from checker.failures import Failure
from checker.judge import references
from checker.judge.samples import PRESENT
from checker.rubric.expect import expect

MOST_UNTRAINED = 0.2  # of images drawn before training that may fool the easy level; honest ones: none


@dataclass(frozen=True)
class Requirement:
    """One number of a report card, and what it is to be.

    Attributes:
        measure: its name in the card; of a list, with the place behind a point, as in `fooled.0`.
        what: what it is, in words.
        hint: for whoever falls short; or a function of the card's numbers that gives one.
        at_least, at_most: the bound, one of the two.
        scale: name of a fact of the data set's networks that the bound is multiplied by, where there is one.
        share: whether it is a share, shown in percent.
        digits: behind the point, where it is none.
        real: what real images have, to be shown beside it: words, and a measure's name or a number.
    """

    measure: str
    what: str
    hint: object
    at_least: float | None = None
    at_most: float | None = None
    scale: str = ""
    share: bool = False
    digits: int = 2
    real: tuple = ()

    def shortfall(self, numbers):
        """What a card lacks of it, a `Shortfall`; None if nothing."""
        value, bound = number(numbers, self.measure), self.bound(numbers["dataset"])
        if value >= bound if self.at_most is None else value <= bound:
            return None
        expected = f"at {'least' if self.at_most is None else 'most'} {self._stated(bound)}"
        got = self._shown(value)
        if self.real:
            words, beside = self.real
            got += f", where {words} have {self._shown(number(numbers, beside) if type(beside) is str else beside)}"
        return Shortfall(self.what, expected, got, self.hint(numbers) if callable(self.hint) else self.hint)

    def bound(self, dataset=None):
        """The bound; for a data set, where it has a scale."""
        bound = self.at_least if self.at_most is None else self.at_most
        return round(bound * references.facts(dataset).get(self.scale, 1)) if self.scale and dataset else bound

    @property
    def stated(self):
        """The bound in words, whatever the data set."""
        return self._stated(self.bound())

    def _stated(self, bound):
        return f"{100 * bound:g}%" if self.share else f"{bound:g}"

    def _shown(self, value):
        return f"{value:.0%}" if self.share else f"{value:.{self.digits}f}"


class Shortfall(NamedTuple):
    """One thing that a card lacks for a band."""

    what: str
    expected: str
    got: str
    hint: str


def number(numbers, measure):
    """A number of a card by its name, such as `clear` or `fooled.0`."""
    name, _, place = measure.partition(".")
    return numbers[name][int(place)] if place else numbers[name]


def _rare_digits(numbers):
    rare = [str(digit) for digit, count in enumerate(numbers["counts"]) if count < PRESENT * numbers["count"]]
    if not rare:
        return "Some digits are much rarer than others."
    return f"Hardly any: {', '.join(rare)}. Is the noise new in each step, and for each image?"


LOOK = (
    "Look at samples.png: what gives most of them away? Where strokes break off, more channels in both networks help;"
    " where the strokes are right and the shapes are wrong, one more convolution in the discriminator, which then sees"
    " the whole image."
)


def _band(level, fooled, clear, label_divergence, frechet, coverage):
    """What it takes to fool a level, what matters most first: novelty is asked for by all of them alike."""
    return (
        Requirement(
            "copy_ratio",
            "how new the images are, beside real ones",
            "They are copies of training images: a generator is to learn from what the discriminator says.",
            at_least=0.78,  # of copies under noise .5, of blurred ones .7; of the nearest of right generators .84
        ),
        Requirement(
            "piece_ratio",
            "how new pieces of the images are, beside real ones",
            "They are put together from pieces of training images.",
            at_least=0.4,  # of images pasted together 0, of right generators .7 or more
        ),
        Requirement(
            "label_divergence",
            "how uneven the digits are, as KL divergence from equal shares",
            _rare_digits,
            at_most=label_divergence,
        ),
        Requirement(
            "coverage",
            "coverage, the share of real images that have a sample near them",
            "The images are too much alike, or too far from real ones: look at a sheet of them.",
            at_least=coverage,
            share=True,
        ),
        Requirement(
            "frechet",
            "the Fréchet distance to real images",
            "As a set they differ from real ones: too few kinds, too thick, too faint or blurred.",
            at_most=frechet,
            scale="frechet_scale",  # features lie further apart in some data sets than in others
            digits=1,
            real=("real ones", "frechet_real"),
        ),
        Requirement(
            f"fooled.{references.LEVELS.index(level)}",
            f"the share of the images that the reference discriminator takes for real, at its {level} level",
            LOOK,
            at_least=fooled,
            share=True,
            real=("real images", 1 - references.REAL_SHARE),
        ),
        Requirement(
            "clear",
            "the share of images that a classifier is more than 90 % sure of",
            "Many show no digit: does it get better with more epochs?",
            at_least=clear,
            share=True,
            real=("real images", "clear_real"),
        ),
    )


HALF = 0.5  # of the images pass for real: then a level is fooled
BANDS = {
    "easy": _band("easy", fooled=HALF, clear=0.42, label_divergence=0.45, frechet=125, coverage=0.12),
    "medium": _band("medium", fooled=HALF, clear=0.42, label_divergence=0.4, frechet=120, coverage=0.15),
    "hard": _band("hard", fooled=HALF, clear=0.5, label_divergence=0.3, frechet=85, coverage=0.25),
}


def fooled(numbers):
    """The levels that a card's samples fool, easy first, and what is missing for the next one.

    Args:
        numbers: a report card, see `checker.judge.card.card`.

    Returns:
        `(names, missing)`: a list, and a list of `Shortfall`, empty where all are fooled.
    """
    names = []
    for name, requirements in BANDS.items():
        missing = shortfalls(numbers, requirements)
        if missing:
            return names, missing
        names.append(name)
    return names, []


def shortfalls(numbers, requirements):
    """What a card lacks, in the order of the requirements: a list of `Shortfall`, empty if it meets them all.

    Args:
        numbers: a report card, see `checker.judge.card.card`.
        requirements: a tuple of `Requirement`, such as `BANDS["easy"]`.
    """
    return [short for each in requirements if (short := each.shortfall(numbers))]


def expect_band(trial, name):
    """Fail unless what a learner's model draws after training reaches a band.

    Args:
        trial: a `checker.judge.trial.Trial`.
        name: the band's.
    """
    before = trial.untrained["fooled"][0]
    expect(
        before < MOST_UNTRAINED,
        "the share of images that fool the reference discriminator before the first step of training",
        f"below {MOST_UNTRAINED:.0%}",
        f"{before:.0%}",
        f"{trial.plan['builds']}() returns a network that knows nothing yet: its weights are random.",
    )
    expect_requirements(trial, BANDS[name])


def reaches(trial, name):
    """Whether what a learner's model draws after training reaches a band; see `expect_band`."""
    try:
        expect_band(trial, name)
    except Failure:
        return False
    return True


def expect_requirements(trial, requirements):
    """Fail with the first thing that the report card of a learner's model lacks, after training.

    Args:
        trial: a `checker.judge.trial.Trial`.
        requirements: a tuple of `Requirement`, what matters most first.
    """
    for short in shortfalls(trial.card, requirements)[:1]:
        what = f"{short.what}, after {trial.steps:,} steps of training on {trial.card['dataset']}"
        raise Failure(what, short.expected, short.got, short.hint)
