"""The data sets that have a name: what their images look like, what the labels mean, and where they come from.

A new one that is drawn is a module beside this one, with `draw` and `VERSION`, and an entry here.
"""

import string
from collections.abc import Callable
from typing import NamedTuple

from workshop.data import creatures, fruits, glyphs, lines

DEFAULT = "mnist"


class Published(NamedTuple):
    """Data that Keras downloads.

    Attributes:
        files: what it makes of that in the folder `datasets` of its cache; the first is named as where it comes from.
        instead: the data set that takes its place where it cannot be had; None for none.
        origin: the address, as Keras knows it, of the folder that holds the files, or of the archive that does.
    """

    files: tuple[str, ...]
    instead: str | None = None
    origin: str = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"


class Variants(NamedTuple):
    """Data sets beside a drawn one, named with a text after a colon, as in `"glyphs:DejaVu Sans"`; no entries.

    Attributes:
        word: what stands for the text in a list of names.
        find: takes the text; returns keyword arguments of `draw`, and a text that differs where the images differ.
            Raises ValueError or OSError, which say why there is none.
        hint: what to type where there is none.
    """

    word: str
    find: Callable
    hint: str


class Drawn(NamedTuple):
    """Data that this computer draws, and keeps.

    Attributes:
        draw: `(count, seed) -> (images, labels)`: uint8 (count, *shape) and integers (count,), on every machine the
            same; the first images are the same, however many follow.
        version: an integer, raised with every change of the images.
        what: what is drawn, in the plural, such as "digits".
        train, test: how many are drawn, from which seed.
        variants: `Variants`, or None.
    """

    draw: Callable
    version: int
    what: str
    train: tuple[int, int] = (60_000, 1)
    test: tuple[int, int] = (10_000, 2)
    variants: Variants | None = None


class Entry(NamedTuple):
    """A data set.

    Attributes:
        shape: of an image, as it is stored: (h, w) or (h, w, 3).
        classes: the names of the classes, in the order of the labels.
        checksum: SHA-256 over the bytes of the arrays `x_train`, `y_train`, `x_test` and `y_test`. The arrays are
            verified, not their container: two zip files with the same images differ in time stamps. None for a folder,
            which may hold anything, and where Keras verifies the archive.
        source: `Published` or `Drawn`; or a `Folder` of `workshop.data.folders`, which has no name in the catalogue.
    """

    shape: tuple[int, ...]
    classes: tuple[str, ...]
    checksum: str | None
    source: NamedTuple

    def suits(self, other):
        """Whether code for this entry's data can use the other's: images of one shape, no further classes."""
        return other.shape == self.shape and len(other.classes) <= len(self.classes)


DIGITS = tuple(string.digits)
CLOTHES = (
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
)  # fmt: skip
OBJECTS = "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"
PHOTO_FILES = *(f"data_batch_{number}" for number in range(1, 6)), "test_batch"
IDX_FILES = "train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"

CATALOGUE = {
    "mnist": Entry(
        (28, 28),
        DIGITS,
        "06b0d1f124c4e5fa796686ade41a9b778edacc8622f2195a352ef479ad44fc16",
        Published(("mnist.npz",), instead="glyphs"),
    ),
    "fashion_mnist": Entry(
        (28, 28),
        CLOTHES,
        "ca3ab2a37f845e1b8ae23cab1b51749a3011ba3bf1d9016176d75cbaabac376f",
        Published(tuple(f"fashion-mnist/{file}-ubyte.gz" for file in IDX_FILES)),
    ),
    "cifar10": Entry(
        (32, 32, 3),
        OBJECTS,
        None,
        Published(
            tuple(f"cifar-10-batches-py-target/cifar-10-batches-py/{file}" for file in PHOTO_FILES),
            origin="https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz",
        ),
    ),
    "glyphs": Entry(
        (28, 28),
        DIGITS,
        "ed26926c24fd9d6cb2001de11f85ddbb13e128f3185a9ca7f9011be3617e4b85",
        Drawn(
            glyphs.draw,
            glyphs.VERSION,
            "digits",
            variants=Variants(
                "FONT",
                glyphs.variant,
                'Name a font that is installed, as in --dataset "glyphs:DejaVu Sans", or the path of a .ttf file.',
            ),
        ),
    ),
    "lines": Entry(
        (lines.SIDE, lines.SIDE),
        lines.DEGREES,
        "c33175b6dd464e27c146fe435efe5cf1a0379669a14a2b9ae4a2f1703142b34e",
        Drawn(lines.draw, lines.VERSION, "lines", train=(12_800, 1), test=(2_000, 2)),
    ),
    # Few to learn from, for that is what is studied. A thousand for the test: of an accuracy of 60 % one then knows a
    # point and a half, which is less than what two trainings differ by.
    "fruits": Entry(
        (fruits.SIDE, fruits.SIDE, 3),
        fruits.KINDS,
        "d7093e462d36d92d44d6f2c9bfa845c86d198d034e1ad8d7b40f046b69f62b5f",
        Drawn(fruits.draw, fruits.VERSION, "images", train=(400, 1), test=(1_000, 2)),
    ),
    "creatures": Entry(
        (creatures.SIDE, creatures.SIDE, 3),
        creatures.CLASSES,
        "acc263555d891f6344ef43b67992fbd59ccb5224a1005438551b77f811c72568",
        Drawn(creatures.draw, creatures.VERSION, "creatures", train=(12_000, 1), test=(2_000, 2)),
    ),
}


def find(name):
    """The `Entry` of a name, or of what it is a variant of; None if there is none."""
    base, colon, _ = name.partition(":")
    entry = CATALOGUE.get(base)
    return entry if entry and (not colon or getattr(entry.source, "variants", None)) else None


def choices(like=None):
    """The names that can be used, as a list of texts, with variants at its end, such as "glyphs:FONT".

    Args:
        like: the name of a data set; only what can be used in its place is listed. None for all.
    """
    chosen = {name: entry for name, entry in CATALOGUE.items() if like is None or CATALOGUE[like].suits(entry)}
    variants = [
        f"{name}:{entry.source.variants.word}"
        for name, entry in chosen.items()
        if isinstance(entry.source, Drawn) and entry.source.variants
    ]
    return [*chosen, *variants]
