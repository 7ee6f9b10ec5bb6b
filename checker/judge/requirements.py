"""What a report card must show: a requirement is one of its numbers and a bound; a shortfall says what is missing."""

from dataclasses import dataclass
from typing import NamedTuple

from checker.judge import references


@dataclass(frozen=True)
class Requirement:
    """One number of a report card, and its bound.

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
        """By how much a card misses it, a `Shortfall`; None if it does not."""
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


def shortfalls(numbers, requirements):
    """What a card lacks, in the order of the requirements: a list of `Shortfall`, empty if it meets them all.

    Args:
        numbers: a report card, see `checker.judge.card.card`.
        requirements: a tuple of `Requirement`, such as `BANDS["easy"]`.
    """
    return [short for each in requirements if (short := each.shortfall(numbers))]
