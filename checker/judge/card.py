"""What a generator drew, and its report card: the numbers of all measures."""

import time
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Drawn:
    """Images, and what was asked for.

    Attributes:
        images: uint8 (n, height, width), or (n, height, width, channels).
        asked: an array (n, ...) for each input of the generator but the noise, in their order: classes, for example.
    """

    images: np.ndarray
    asked: tuple = ()
    _seen: dict = field(default_factory=dict, repr=False)

    def seen(self, look, referees):
        """What `look(self, referees)` gives, looked at only once, however many measures ask for it."""
        if look not in self._seen:
            self._seen[look] = look(self, referees)
        return self._seen[look]


def card(drawn, referees, measures):
    """Measure what was drawn.

    Args:
        drawn: a `Drawn`; of 2,000 images where numbers are to be compared.
        referees: a `checker.judge.referees.Referees`.
        measures: functions `(drawn, referees) -> {name: number}`; a list in the place of a number has one for each
            level, or for each class. No two have a name in common.

    Returns:
        A dict of plain data: `dataset`, the real images' name; `count`, how many images there were; what the measures
        gave; and the `seconds` that it took.
    """
    started, found = time.perf_counter(), {}
    for measure in measures:
        found |= drawn.seen(measure, referees)
    seconds = round(time.perf_counter() - started, 2)
    return {"dataset": referees.reference.dataset, "count": len(drawn.images), **found, "seconds": seconds}
