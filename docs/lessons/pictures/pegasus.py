"""The images of the lesson on `pegasus`: the data with its empty place, the sheets of a run, and what facing one way
would do; see make.py.
"""

from functools import partial

import numpy as np
from make import HERE, ROOT, Run, copied, load

from workshop import data, images
from workshop.data import creatures
from workshop.data.creatures.studio import BODIES, NUMBERS, paint
from workshop.data.numbers import random_bits

GREY = 64  # of what lies between the images of a sheet
FACING = 18  # which of an image's random numbers says whether it looks left or right
SHOWN = 8


def sheet(name, pictures, columns=SHOWN):
    """Write images, uint8 (n, 32, 32, 3), side by side."""
    images.sheet(HERE / f"{name}.png", pictures / 127.5 - 1, columns)


def hole(_):
    """Each kind without wings and with them, the first of the training set; nothing where nothing is."""
    (pictures, labels), _ = data.load("creatures")
    nothing = np.full(pictures.shape[1:], GREY, "uint8")
    kinds = range(len(creatures.KINDS))
    wanted = [2 * kind + winged for winged in (0, 1) for kind in kinds]
    found = [np.flatnonzero(labels == label) for label in wanted]
    shown = [pictures[each[0]] if len(each) else nothing for each in found]
    sheet("pegasus-hole", np.stack(shown), len(kinds))


def one_way(count, seed):
    """Creatures as `creatures.draw` has them, but all of them look to the right: `(images, labels)`."""
    bits, noise = random_bits(count, seed, NUMBERS + 4, (creatures.SIDE, creatures.SIDE))
    kinds = (bits[:, 0].astype(int) * len(creatures.KINDS)) >> 16
    winged = (kinds != creatures.HORSE) & (bits[:, 1] >= 32768)
    bits = bits[:, 4:].copy()
    bits[:, FACING] = 65535
    return paint(BODIES, kinds, winged, bits, noise), 2 * kinds + winged


def facing(_):
    """What the mean difference is, and does to horses, where creatures look both ways and where they look one way."""
    pegasus, rows = load(ROOT / "solutions" / "pegasus.py"), []
    for drawn in (creatures.draw, one_way):
        pictures, labels = drawn(12_000, seed=1)
        winged = creatures.parts((pictures, labels), creatures.CLASSES).wings[:, 0] == 1
        difference = pegasus.mean_difference(pictures[winged], pictures[~winged])
        horses = drawn(200, seed=2)
        shown = creatures.parts(horses, creatures.CLASSES)
        horses = shown.images[shown.bodies == creatures.HORSE][: SHOWN - 1]
        changed = np.concatenate([[127.5 + 2 * difference], horses + 2 * difference])
        rows.append(np.clip(np.rint(changed), 0, 255).astype("uint8"))
    sheet("pegasus-facing", np.concatenate(rows))


sheet_of = partial(copied, colours=256)
RUNS = {
    "pegasus": Run(
        [
            hole,
            sheet_of("samples", to="pegasus-batch"),
            sheet_of("strengths", to="pegasus-strengths"),
            sheet_of("nearest", to="pegasus-nearest"),
            sheet_of("control", to="pegasus-control"),
            facing,
        ]
    ),
}
