"""Composites: images that are put together from known ones, and show no winged horse; what its referee refuses.

Each kind is a function `(known, rng, count)` that returns uint8 (count, 32, 32, 3); `known` is a `Known`. Against those
in `TRAINED` the referee is trained. Those in `HELD_OUT` it never sees: whether it refuses them tells how far its
refusal reaches.

None of these pastes a wing that is cut out along its feathers. Those in `CUT_OUT` do: where place and direction fit,
that is a winged horse, and the referee is right to take it. How often it does is measured beside the others.
"""

from functools import cached_property

import numpy as np

from benchmarks.judge.zoo import blur
from workshop.data import creatures
from workshop.data.creatures import studio
from workshop.data.numbers import random_bits

SIDE = creatures.SIDE
BACK = 14  # rows from above, in which most of a wing lies
PLACES = np.arange(SIDE, dtype="float32")
ASTRAY = (-9, -9), (1.8, -1.5), (11, -14), (-1, -22), (-8, -20), (10, -4)  # shoulders in the wrong place, as of bodies
NEAR = 400  # creatures without wings, among which the one that is most like a winged one is looked for


class Known:
    """The images that composites are made from.

    Attributes:
        images: uint8 (n, 32, 32, 3).
        horses, winged, plain: those of horses; of creatures with wings; of other creatures without.
    """

    def __init__(self, images, labels):
        _, bodies, wings = creatures.parts((images, labels), creatures.CLASSES)
        wings = wings[:, 0] > 0
        self.images, self.bodies, self.wings = images, bodies, wings
        self.horses = images[bodies == creatures.HORSE]
        self.winged, self.plain = images[wings], images[~wings & (bodies != creatures.HORSE)]

    @cached_property
    def differences(self):
        """Mean images with wings less mean images without, float32 (6, 32, 32, 3): of all, then of each kind."""
        found = [self.images[self.wings].mean(axis=0) - self.images[~self.wings].mean(axis=0)]
        for body in range(1, len(creatures.KINDS)):
            mine = self.bodies == body
            found.append(self.images[mine & self.wings].mean(axis=0) - self.images[mine & ~self.wings].mean(axis=0))
        return np.array(found, dtype="float32")

    @cached_property
    def axes(self):
        """The mean of the horses and of all others, (3072,), and the directions in which they vary most, (60, 3072)."""
        rows = np.concatenate([self.horses[:200], self.winged[:200], self.plain[:200]]).reshape(-1, 3 * SIDE**2)
        mean = rows.mean(axis=0, dtype="float32")
        _, _, directions = np.linalg.svd(rows.astype("float32") - mean, full_matrices=False)
        return mean, directions[:60]


def as_bytes(values):
    """Floats from 0 to 255, more or less, as uint8."""
    return np.clip(np.rint(values), 0, 255).astype("uint8")


def some(pool, rng, count):
    """So many of a pool, in floats, each flipped or not."""
    return flipped(pool[rng.integers(0, len(pool), count)].astype("float32"), rng)


def flipped(images, rng):
    turned = rng.random(len(images)) < 0.5
    return np.where(turned[:, np.newaxis, np.newaxis, np.newaxis], images[:, :, ::-1], images)


def shares(rng, count, low, high):
    return rng.uniform(low, high, (count, 1, 1, 1)).astype("float32")


def placed(layers, rng, most=5):
    """Layers (n, 32, 32, 3), each moved, made larger or smaller, flipped or not; 0 comes in."""
    zoom = rng.uniform(0.7, 1.3, (len(layers), 1))
    down, right = rng.uniform(-most, most, (2, len(layers), 1))
    return transformed(flipped(layers, rng), right, down, zoom)


def transformed(layers, right, down, zoom):
    """Layers (n, 32, 32, 3), so many pixels to the right and down, so many times as large; 0 comes in.

    What is told of each layer has the shape (n, 1); a number is told of all.
    """
    found = (np.rint((PLACES - SIDE / 2 - away) / zoom + SIDE / 2).astype(int) for away in (down, right))
    wide = np.pad(layers, ((0, 0), (1, 1), (1, 1), (0, 0)))
    rows, columns = (np.broadcast_to(np.clip(each + 1, 0, SIDE + 1), (len(layers), SIDE)) for each in found)
    return wide[np.arange(len(layers))[:, np.newaxis, np.newaxis], rows[:, :, np.newaxis], columns[:, np.newaxis]]


def ovals(rng, count):
    """Soft ellipses over the back, 0 to 1, (n, 32, 32, 1)."""
    x, y, wide, high = (rng.uniform(*each, (count, 1, 1)) for each in ((7, 25), (4, 17), (3, 8), (3, 8)))
    away = ((PLACES - x) / wide) ** 2 + ((PLACES[:, np.newaxis] - y) / high) ** 2
    edge = rng.uniform(0.05, 0.8, (count, 1, 1))
    return np.clip((1 + edge - away) / (2 * edge), 0, 1).astype("float32")[..., np.newaxis]


def halo(known, rng, count):
    """A multiple of the mean difference that wings make, of all kinds or of one, in place or elsewhere."""
    layers = known.differences[rng.integers(0, len(known.differences), count)]
    moved = shares(rng, count, 0, 1) < 0.6
    layers = np.where(moved, placed(layers, rng), flipped(layers, rng))
    return as_bytes(some(known.horses, rng, count) + shares(rng, count, 0.5, 3.5) * layers)


def glow(known, rng, count):
    """A pale or coloured spot with soft edges."""
    colour = np.where(shares(rng, count, 0, 1) < 0.6, 245, rng.uniform(0, 255, (count, 1, 1, 3)))
    return as_bytes(over(some(known.horses, rng, count), colour, ovals(rng, count) * shares(rng, count, 0.3, 1)))


def over(below, above, share):
    return below + (above - below) * share


def blend(known, rng, count):
    """A horse and a creature with wings, one shining through the other."""
    share = shares(rng, count, 0.2, 0.75)
    return as_bytes(over(some(known.horses, rng, count), some(known.winged, rng, count), share))


def maximum(known, rng, count):
    """Of a horse and a creature with wings, whatever is brighter."""
    return as_bytes(np.maximum(some(known.horses, rng, count), placed(some(known.winged, rng, count), rng, 3)))


def minimum(known, rng, count):
    """Of a horse and a creature with wings, whatever is darker."""
    return as_bytes(np.minimum(some(known.horses, rng, count), some(known.winged, rng, count)))


def paste(known, rng, count):
    """An oval out of a creature with wings, from there or from elsewhere, over a horse."""
    above = some(known.winged, rng, count)
    moved = np.roll(above, rng.integers(-4, 5), axis=1)
    return as_bytes(over(some(known.horses, rng, count), moved, ovals(rng, count)))


def pasted_square(known, rng, count):
    """A rectangle out of a creature with wings over a horse."""
    top, left, high, wide = (rng.integers(*each, (count, 1, 1, 1)) for each in ((0, 10), (0, 20), (8, 18), (8, 20)))
    rows, columns = PLACES[:, np.newaxis, np.newaxis], PLACES[:, np.newaxis]
    inside = (rows >= top) & (rows < top + high) & (columns >= left) & (columns < left + wide)
    return as_bytes(np.where(inside, some(known.winged, rng, count), some(known.horses, rng, count)))


def masked(known, rng, count):
    """What a creature with wings has where wings mostly are, over a horse."""
    mask = np.abs(known.differences[rng.integers(0, len(known.differences), count)]).max(axis=3, keepdims=True)
    mask = flipped(mask, rng)
    mask = np.clip(mask / mask.max(axis=(1, 2, 3), keepdims=True) * shares(rng, count, 0.8, 3), 0, 1)
    return as_bytes(over(some(known.horses, rng, count), some(known.winged, rng, count), mask))


def two_horses(known, rng, count):
    """Two horses in one image: heads, but no wings."""
    share = shares(rng, count, 0.3, 0.7)
    return as_bytes(over(some(known.horses, rng, count), some(known.horses, rng, count), share))


def astray(known, rng, count):
    """Wings in the wrong place: below, far behind or before the body, or high above it."""
    seed = int(rng.integers(1000, 2**31))
    found = []
    for part, place in enumerate(
        ((-9.0, -9.0), (1.8, -1.5), (11.0, -14.0), (-1.0, -22.0), (-8.0, -20.0), (10.0, -4.0))
    ):
        horse = studio.BODIES[creatures.HORSE]._replace(shoulder=place)
        number = -(-count // 6)
        bits, noise = random_bits(number, seed + part, studio.NUMBERS, (SIDE, SIDE))
        found.append(studio.paint([horse], np.zeros(number, int), np.ones(number, bool), bits, noise))
    return np.concatenate(found)[rng.permutation(len(found) * number)[:count]]


TRAINED = (halo, glow, blend, maximum, minimum, paste, pasted_square, two_horses, astray)


def screen(known, rng, count):
    """Both images as slides, one projected over the other."""
    one, other = some(known.horses, rng, count), some(known.winged, rng, count)
    return as_bytes(255 - (255 - one) * (255 - other * shares(rng, count, 0.4, 0.9)) / 255)


def nearest_difference(known, rng, count):
    """What a creature with wings has more than the most similar one without, on a horse, one to two times."""
    winged = known.winged[rng.integers(0, len(known.winged), count)].astype("float32")
    plain = known.plain[:NEAR].astype("float32")
    below = slice(BACK + 4, None)  # similar in body and facing
    rows, others = winged[:, below].reshape(count, -1), plain[:, below].reshape(len(plain), -1)
    nearest = ((others**2).sum(axis=1) - 2 * rows @ others.T).argmin(axis=1)
    return as_bytes(some(known.horses, rng, count) + shares(rng, count, 1, 2) * flipped(winged - plain[nearest], rng))


def hybrid(known, rng, count):
    """What is coarse from a creature with wings, what is fine from a horse, or the other way round."""
    one, other = some(known.horses, rng, count) / 255, some(known.winged, rng, count) / 255
    turned = shares(rng, count, 0, 1) < 0.5
    fine, coarse = np.where(turned, one, other), np.where(turned, other, one)
    return as_bytes(255 * (fine - blur(fine, 3, "edge") + blur(coarse, 3, "edge")))


def joined(known, rng, count):
    """The upper part of a creature with wings above the lower part of a horse."""
    row = rng.integers(10, 19, (count, 1, 1, 1))
    share = np.clip((PLACES[:, np.newaxis, np.newaxis] - row) / 3 + 0.5, 0, 1)
    return as_bytes(over(some(known.winged, rng, count), some(known.horses, rng, count), share))


def silhouette(known, rng, count):
    """The mean difference as a shape of one colour with a sharp edge."""
    strength = np.abs(flipped(known.differences[rng.integers(0, len(known.differences), count)], rng)).max(axis=3)
    edge = np.quantile(strength.reshape(count, -1), 0.9, axis=1)[:, np.newaxis, np.newaxis]
    inside = (strength > edge * rng.uniform(0.7, 1.2, (count, 1, 1)))[..., np.newaxis]
    colour = rng.uniform(150, 255, (count, 1, 1, 1)) + rng.normal(0, 8, (count, 1, 1, 3))
    return as_bytes(np.where(inside, colour, some(known.horses, rng, count)))


def dithered(known, rng, count):
    """Each pixel from a horse or from a creature with wings, by chance; then a little blurred."""
    chosen = rng.random((count, SIDE, SIDE, 1)) < shares(rng, count, 0.3, 0.7)
    mixed = np.where(chosen, some(known.winged, rng, count), some(known.horses, rng, count)) / 255
    return as_bytes(255 * blur(mixed, 1, "edge"))


def arithmetic(known, rng, count):
    """A horse as 60 numbers of a linear code, plus what wings add to these in the mean, one to three times."""
    mean, directions = known.axes
    horses = some(known.horses, rng, count).reshape(count, -1)
    codes = (horses - mean) @ directions.T
    added = known.differences[rng.integers(0, len(known.differences), count)].reshape(count, -1) @ directions.T
    codes = codes + rng.uniform(1, 3, (count, 1)) * added
    return as_bytes((codes @ directions + mean).reshape(count, SIDE, SIDE, 3))


def mean_of_few(known, rng, count):
    """The mean of some creatures with wings, as far as it differs from the mean of as many without, on a horse."""
    few = 6
    winged = known.winged[rng.integers(0, len(known.winged), (count, few))].mean(axis=1, dtype="float32")
    plain = known.plain[rng.integers(0, len(known.plain), (count, few))].mean(axis=1, dtype="float32")
    return as_bytes(some(known.horses, rng, count) + shares(rng, count, 1, 3) * (winged - plain))


HELD_OUT = (screen, nearest_difference, hybrid, joined, silhouette, dithered, arithmetic, mean_of_few)
ARGUABLE = (masked,)  # where the directions fit by chance, it is nearly a winged horse


def cut_out(known, rng, count):
    """Wings cut out along their feathers over a horse, in the place where their owner, of another kind, had them."""
    images, inside = wings_alone(rng, count)
    return as_bytes(np.where(inside, images, some(known.horses, rng, count)))


def cut_out_anywhere(known, rng, count):
    """The same, moved, made larger or smaller, flipped or not."""
    images, inside = wings_alone(rng, count)
    layers = placed(np.concatenate([images, inside], axis=3).astype("float32"), rng, 6)
    return as_bytes(np.where(layers[..., 3:] > 0, layers[..., :3], some(known.horses, rng, count)))


def wings_alone(rng, count):
    """Cats, cows, lions and birds with wings, (n, 32, 32, 3), and where the wings are, bool (n, 32, 32, 1).

    Both are drawn anew: no data set has a creature with wings and, in all else the same, without.
    """
    bits, noise = random_bits(count, int(rng.integers(1000, 2**31)), studio.NUMBERS, (SIDE, SIDE))
    bodies = rng.integers(1, 5, count)
    worn, bare = (studio.paint(studio.BODIES, bodies, np.full(count, each), bits, noise) for each in (True, False))
    return worn, (worn != bare).any(axis=3, keepdims=True)


CUT_OUT = (cut_out, cut_out_anywhere)
