"""What the judge says about one image at a time, for pages on which somebody plays with a generator.

A verdict on one image is an anecdote: the card of a run, over 2,000 of them, is what counts.
"""

import numpy as np

from checker.judge import references, samples, unseen
from checker.judge.card import Drawn
from checker.judge.referees import Referees
from workshop import data


def find(dataset):
    """A judge of images of a data set, by its name; None where there is none.

    It is found by the entry point `workshop.judges`, see `workshop.play.judging`.
    """
    return Live(dataset) if dataset in references.judged() else None


class Live:
    """The referees of a data set, which start at the first question."""

    def __init__(self, dataset):
        self._dataset, self._referees = dataset, None

    def __call__(self, images):
        """Judge the first of some images.

        Args:
            images: uint8 (n, h, w, 1) or (n, h, w, 3).

        Returns:
            A dictionary with `told`, a sentence.
        """
        self._referees = self._referees or Referees(data.load(self._dataset))
        images = images[:1] if images.shape[-1] == 3 else images[:1, ..., 0]
        drawn = Drawn(images)
        if self._dataset in unseen.UNSEEN:
            what = unseen.UNSEEN[self._dataset].what
            return {"told": f"The judge is {unseen.likeness(drawn, self._referees)[0]:.0%} sure: one of the {what}."}
        probabilities = samples.probabilities(drawn, self._referees)[0]
        best = int(np.argmax(probabilities))
        names = references.LEVELS[: samples.levels(drawn, self._referees)[0]]
        told = f"It fools the judge at level {', '.join(names)}" if names else "It fools the judge at no level"
        return {"told": f"{told}; the judge reads {best}, at {probabilities[best]:.0%}."}
