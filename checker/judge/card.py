"""The report card of a generator: its pictures beside real ones, as numbers, as words, and as one picture."""

from dataclasses import asdict, dataclass, field

import numpy as np

PRESENT = 0.02  # the share of the samples that a digit must have to count as covered


@dataclass
class Card:
    """What was measured of a heap of pictures.

    Attributes:
        dataset: the real pictures' name.
        count: how many pictures there were.
        fooled: share that fools the discriminator, by level, easy to hard; of held-out real digits it is 0.95.
        clear: share of which the classifier is more than 90 % sure, and `clear_real` that of held-out real digits.
        digits: how many of the ten make up at least 2 % of the pictures.
        label_divergence: of the digits from equal shares, in nats; see `metrics.label_divergence`.
        frechet, frechet_real: Fréchet distance to real pictures, and that between two heaps of real ones.
        coverage, density: see `metrics.coverage`; `coverage_real` is that of real pictures.
        copy_ratio: how near the pictures are to training pictures, beside held-out real ones; 1 is as new as these.
        piece_ratio: the same for the nearest piece of a picture, see `metrics.Originals.nearest_piece`.
        spread: how far two of the pictures are apart, beside two real ones; 0 where all are the same.
        counts: how often each digit was seen, a list of ten.
        seconds: what it took.
    """

    dataset: str
    count: int
    fooled: list
    clear: float
    clear_real: float
    digits: int
    label_divergence: float
    frechet: float
    frechet_real: float
    coverage: float
    coverage_real: float
    density: float
    copy_ratio: float
    piece_ratio: float
    spread: float
    counts: list
    seconds: float = 0.0
    order: np.ndarray = field(default=None, repr=False)  # most convincing first
    looked_up: np.ndarray = field(default=None, repr=False)  # int (500,): which pictures' nearest were looked for
    nearest: np.ndarray = field(default=None, repr=False)  # int (500,): the training picture nearest to each of these
    levels: np.ndarray = field(default=None, repr=False)  # int (count,): how many levels each picture fools, in turn

    def rows(self):
        """The numbers for people: `[(name, of the samples, of real digits, what it is), ...]`."""
        return [
            ("clear digits", f"{self.clear:.0%}", f"{self.clear_real:.0%}", "share that a classifier is 90 % sure of"),
            ("digits covered", f"{self.digits}", "10", "how many of the ten make up 2 % or more"),
            (
                "label divergence",
                f"{self.label_divergence:.2f}",
                "0.00",
                "0 if all ten are as frequent, 2.30 if only one",
            ),
            (
                "Fréchet distance",
                f"{self.frechet:.1f}",
                f"{self.frechet_real:.1f}",
                "from the heap to one of real digits",
            ),
            (
                "coverage",
                f"{self.coverage:.2f}",
                f"{self.coverage_real:.2f}",
                "share of real digits with a sample near",
            ),
            ("copy ratio", f"{self.copy_ratio:.2f}", "1.00", "distance to the nearest training picture"),
            ("piece ratio", f"{self.piece_ratio:.2f}", "1.00", "the same for a piece of the picture"),
            ("spread", f"{self.spread:.2f}", "1.00", "how far two samples are apart"),
        ]

    def numbers(self):
        """The card as plain data."""
        return {
            key: value for key, value in asdict(self).items() if key not in ("order", "looked_up", "nearest", "levels")
        }
