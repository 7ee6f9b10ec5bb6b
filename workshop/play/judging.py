"""A judge of images, if one is installed beside the workshop.

The workshop knows no judge. A package that has one says so with an entry point of the group `workshop.judges`: a
function that takes a data set's name and returns None, or a function from uint8 images (n, h, w, c) to a dictionary.
"""

from importlib.metadata import entry_points

GROUP = "workshop.judges"


def find(dataset):
    """A judge of images of this data set, as a function; None where there is none, or it cannot be loaded."""
    for point in entry_points(group=GROUP):
        try:
            judge = point.load()(dataset)
        except Exception:  # a judge that is broken is none: the page does without
            continue
        if judge:
            return judge
    return None
