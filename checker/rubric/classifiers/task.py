"""What a classifier is to tell apart, as its check file states it."""

from typing import NamedTuple

WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class Task(NamedTuple):
    """The images that a classifier gets, and the classes that it tells apart.

    Attributes:
        image: the shape of one image, (h, w, c).
        classes: how many there are.
        thing: what messages call one of them, such as "digit".
    """

    image: tuple
    classes: int
    thing: str = "class"

    @property
    def number(self):
        """The number of classes, as a word where it is small."""
        return WORDS[self.classes] if self.classes < len(WORDS) else str(self.classes)
