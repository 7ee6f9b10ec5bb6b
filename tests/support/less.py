"""Less to train, where a test asks whether a script or a notebook's cells work, and not what is learned.

`python less.py COUNT SCRIPT ARGUMENT...` runs a script with so many images of each part of its data.
"""

import runpy
import sys


def keep(count, larger=None):
    """From now on `workshop.data.load` returns the first images of each part of whatever data set it loads.

    Args:
        count: how many of them.
        larger: how many, where an image has more than 28 x 28 pixels; as many where None.
    """
    from workshop import data

    load = data.load

    def load_few(*args, **options):
        found = load(*args, **options)
        most = count if found.shape[0] <= 28 or larger is None else larger
        train, test = (data.Split(*(array[:most] for array in split)) for split in found)
        return data.Dataset(train, test, found.name, found.classes)

    data.load = load_few


def shorten(epochs, options):
    """From now on the `main` of an exercise trains for so many epochs at most, and has these options after its own."""
    from workshop import cli

    parse = cli.parse

    def parse_less(*args, argv, **others):
        found = parse(*args, argv=[*argv, *options], **others)
        if hasattr(found, "epochs"):
            found.epochs = min(found.epochs, epochs)
        return found

    cli.parse = parse_less


if __name__ == "__main__":
    keep(int(sys.argv[1]))
    del sys.argv[:2]
    runpy.run_path(sys.argv[0], run_name="__main__")
