"""Bodies: how each kind of creature is painted, looking to the right, its feet on the ground at y = 0."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from workshop.data.creatures.studio import coats
from workshop.data.creatures.studio.canvas import between, only, union, within

INK, GLINT, HORN, MUZZLE, BEAK = (24, 20, 24), (250, 250, 250), (238, 226, 196), (232, 176, 164), (246, 160, 40)
EARTH = coats.CHESTNUT, coats.CHESTNUT, coats.BAY, coats.BAY, coats.GREY, coats.CREAM
SANDY = coats.TAWNY, coats.TAWNY, coats.GINGER, coats.CREAM
BRIGHT = coats.YELLOW, coats.TEAL, coats.RED, coats.BLUE, coats.PURPLE
LEAFY = coats.GREEN, coats.GREEN, coats.LIME, coats.LIME
MOSTLY_PLAIN = *(coats.PLAIN,) * 9, coats.PATCHES
STRIPED = *MOSTLY_PLAIN, coats.STRIPES, coats.BELLY
PATCHED = coats.PLAIN, coats.PATCHES, coats.PATCHES


class Kind(NamedTuple):
    """A kind of creature.

    Attributes:
        paint: `(canvas, coat, numbers)` -> a generator that paints, and pauses once, where the far wing has its turn.
        colours, markings: of its coats.
        sizes: the least and the largest; 1 is as `paint` has it, in pixels.
        middle: the place along x that is the middle of the image, more or less.
        shoulder: the place (x, y) where wings grow; None for a kind that has none.
    """

    paint: Callable
    colours: tuple
    markings: tuple
    sizes: tuple
    middle: float
    shoulder: tuple | None


def legs(canvas, coat, numbers, hips, knee, width, foot=None, foot_length=0.0):
    """Paint four legs in some phase of a step: the far ones in the shade, the near ones not.

    Args:
        hips: places (x, y), of the hind legs and of the forelegs.
        knee: how high above the ground it is.
        width: of the upper leg; the lower is thinner.
        foot: colour of the hooves, three numbers; None for paws, which are as long as `foot_length`.

    Returns:
        Two functions, which paint the far legs and the near ones.
    """
    swing = numbers.uniform(-1, 1)
    reach = numbers.uniform(0.7, 1.0) * (0.3 * -hips[0][1])

    def pair(colour, dark, sign):
        for (x, y), turn in zip(hips, (1, -1), strict=True):
            x, step = x - 0.55 * width * (sign - 1), swing * reach * (sign * turn)
            bent, end = (x + 0.55 * step + 0.15, -knee), (x + step, -0.5)
            leg = union(
                canvas.stroke((x, y), bent, width, 0.8 * width), canvas.stroke(bent, end, 0.75 * width, 0.62 * width)
            )
            if foot_length:
                leg = union(leg, canvas.stroke(end, (end[0] + foot_length, end[1]), 0.6 * width))
            canvas.outlined(leg, colour)
            canvas.fill(within(leg + np.float32(0.3), coat.socks(-knee - canvas.y)), coat.second * dark)
            if foot:
                hoof = within(leg, np.float32(-1.1) - canvas.y)
                canvas.fill(hoof, np.float32(dark) * np.array(foot, np.float32))

    return lambda: pair(coat.dark, np.float32(0.72), -1), lambda: pair(coat.colour * np.float32(0.94), np.float32(1), 1)


def eye(canvas, place, radius=0.75):
    """Paint an eye, with the light in it."""
    canvas.fill(canvas.disc(place, radius), INK)
    canvas.fill(canvas.disc((place[0] + 0.25, place[1] - 0.25), 0.28 * radius), GLINT, 0.9)


def horse(canvas, coat, numbers):
    down = numbers.uniform(0, 1) * numbers.uniform(0, 1)  # the head is mostly held high
    poll = between((8.0, -17.6), (10.2, -13.4), down)
    nose = between((11.8, -15.4), (13.2, -10.2), down)
    lifted = numbers.uniform(0, 1)
    far, near = legs(canvas, coat, numbers, ((-4.6, -8.0), (4.4, -8.0)), 4.2, 1.4, (58, 48, 44))
    far()
    yield
    rear, end = (-6.6, -11.4), between((-9.6, -4.4), (-11.6, -8.4), lifted)
    half = between((-9.0, -10.4), (-9.8, -12.2), lifted)
    tail = union(canvas.stroke(rear, half, 0.7, 1.0), canvas.stroke(half, end, 1.05, 0.6, bulge=0.25))
    canvas.outlined(tail, coat.hair, 0.7)
    near()
    body = union(
        canvas.stroke((-4.4, -10.2), (4.2, -10.4), 2.9, 2.75),
        canvas.stroke((4.4, -11.0), poll, 2.35, 1.45),
        canvas.stroke(poll, nose, 1.55, 1.0),
    )
    coat.paint(canvas, body, (0, -10.3), 6.6, 2.9)
    for shift in (-0.5, 0.7):
        canvas.outlined(
            canvas.stroke((poll[0] + shift, poll[1] - 1), (poll[0] + shift - 0.2, poll[1] - 2.7), 0.62, 0.2),
            coat.colour,
        )
    back = (2.9, -13.0)
    crest = (poll[0] - 1.25, poll[1] - 0.75)
    mane = union(
        canvas.stroke(back, crest, 0.85, 1.05), canvas.stroke(crest, (poll[0] + 0.9, poll[1] - 1.3), 0.8, 0.45)
    )
    canvas.fill(mane, coat.hair)
    blaze = canvas.stroke(between(poll, nose, 0.35), nose, 0.5)
    canvas.fill(coat.socks(blaze), coat.second)
    canvas.fill(canvas.disc(nose, 0.95), coat.colour * np.float32(0.55), 0.8)
    eye(canvas, between(poll, (nose[0], nose[1] - 1.4), 0.3))


def cat(canvas, coat, numbers):
    sway = numbers.uniform(0, 1)
    far, near = legs(canvas, coat, numbers, ((-4.2, -4.4), (3.2, -4.4)), 2.4, 1.15, None, 0.5)
    far()
    yield
    bend, tip = between((-8.6, -9.4), (-10.0, -8.0), sway), between((-6.6, -13.8), (-10.6, -13.2), sway)
    tail = union(canvas.stroke((-5.2, -6.8), bend, 0.85), canvas.stroke(bend, tip, 0.85, 0.7))
    canvas.outlined(tail, coat.colour)
    canvas.fill(coat.socks(canvas.disc(tip, 0.9)), coat.second)
    near()
    coat.paint(canvas, canvas.stroke((-3.8, -6.4), (3.4, -6.6), 2.5, 2.2), (0, -6.5), 5.6, 2.5)
    look = numbers.uniform(-0.9, 0.9)
    head = (6.0, -9.6 + look)
    for x in (-1.9, 1.5):
        ear = canvas.stroke((head[0] + x, head[1] - 1.7), (head[0] + 1.25 * x, head[1] - 4.3), 1.2, 0.12)
        canvas.outlined(ear, coat.colour)
        canvas.fill(ear + np.float32(0.75), MUZZLE)
    canvas.outlined(canvas.disc(head, 3.15, 2.75), coat.colour)
    canvas.fill(canvas.disc((head[0] + 0.6, head[1] + 1.2), 1.5, 1.0), coat.colour * np.float32(0.35) + np.float32(150))
    canvas.fill(canvas.disc((head[0] + 0.6, head[1] + 0.75), 0.5), (214, 104, 112))
    for x in (-1.1, 1.9):
        canvas.fill(canvas.disc((head[0] + x, head[1] - 0.45), 0.8), (190, 220, 90))
        canvas.fill(canvas.disc((head[0] + x + 0.1, head[1] - 0.45), 0.45, 0.8), INK)


def cow(canvas, coat, numbers):
    down = numbers.uniform(0, 1)
    swing = numbers.uniform(-0.5, 1.0)
    far, near = legs(canvas, coat, numbers, ((-5.4, -5.6), (4.4, -5.6)), 3.0, 1.45, (70, 60, 58))
    far()
    yield
    canvas.outlined(canvas.stroke((-7.9, -10.8), (-9.2 - swing, -5.4), 0.5), coat.colour)
    canvas.outlined(canvas.disc((-9.3 - swing, -4.6), 0.9, 1.2), coat.hair)
    canvas.outlined(canvas.disc((-2.4, -4.6), 1.7, 1.5), MUZZLE, 0.7)
    near()
    trunk = union(
        canvas.stroke((-4.6, -8.6), (4.2, -8.6), 3.7, 3.5),
        within(canvas.stroke((-6.4, -9.9), (5.6, -9.9), 2.2), canvas.y + np.float32(7)),
    )
    head = between((8.2, -11.6), (9.4, -8.2), down)
    nose = head[0] + 2.1, head[1] + 2.0
    coat.paint(canvas, trunk, (-0.4, -8.7), 7.6, 3.7)
    for x, turn in ((-1.2, -0.5), (1.3, 0.9)):
        horn = union(
            canvas.stroke((head[0] + x, head[1] - 1.6), (head[0] + x + turn, head[1] - 3.0), 0.65),
            canvas.stroke((head[0] + x + turn, head[1] - 3.0), (head[0] + x + 0.7 * turn, head[1] - 4.6), 0.6, 0.25),
        )
        canvas.outlined(horn, HORN, 0.5)
    canvas.outlined(canvas.stroke((head[0] - 1.4, head[1] - 0.7), (head[0] - 3.4, head[1] - 0.3), 0.8, 0.55), coat.dark)
    canvas.outlined(canvas.stroke(head, nose, 2.15, 1.6), coat.colour)
    canvas.fill(coat.socks(canvas.stroke((head[0] + 0.8, head[1] - 1), nose, 0.8)), coat.second)
    canvas.outlined(canvas.disc((nose[0] + 0.4, nose[1] + 0.3), 1.7, 1.35), MUZZLE, 0.6)
    canvas.fill(canvas.disc((nose[0] + 1.0, nose[1] + 0.1), 0.42), INK)
    eye(canvas, (head[0] + 0.9, head[1] - 0.5), 0.8)


def lion(canvas, coat, numbers):
    sway = numbers.uniform(0, 1)
    far, near = legs(canvas, coat, numbers, ((-5.0, -5.6), (3.0, -5.6)), 3.0, 1.3, None, 0.7)
    far()
    yield
    bend, tip = between((-9.6, -10.6), (-9.2, -7.4), sway), between((-11.6, -13.6), (-12.2, -9.0), sway)
    canvas.outlined(union(canvas.stroke((-6.4, -9.2), bend, 0.6), canvas.stroke(bend, tip, 0.55)), coat.colour)
    canvas.outlined(canvas.disc(tip, 1.25), coat.hair)
    near()
    coat.paint(canvas, canvas.stroke((-4.6, -8.4), (3.4, -8.8), 2.75, 3.0), (-0.5, -8.6), 6.4, 2.9)
    look = numbers.uniform(-0.8, 0.8)
    head = (6.6, -11.2 + look)
    mane = canvas.disc(head, 4.9)
    canvas.outlined(mane, coat.hair)
    for x, y in ((-2.6, -2.9), (2.3, -3.1)):
        ear = canvas.disc((head[0] + x, head[1] + y), 1.2)
        canvas.outlined(ear, coat.colour)
    face = (head[0] + 0.5, head[1] + 0.3)
    canvas.outlined(canvas.disc(face, 2.85, 2.75), coat.colour, 0.6)
    canvas.fill(canvas.disc((face[0] + 0.5, face[1] + 1.3), 1.6, 1.15), coat.colour * np.float32(0.4) + np.float32(136))
    canvas.fill(canvas.disc((face[0] + 0.6, face[1] + 0.7), 0.75, 0.55), INK)
    for x in (-0.9, 1.9):
        canvas.fill(canvas.disc((face[0] + x, face[1] - 0.7), 0.6), INK)


def bird(canvas, coat, numbers):
    step = numbers.uniform(-1, 1)
    spread = numbers.uniform(-1, 1)
    for x, shade in ((-0.6 + 0.7 * step, 0.7), (1.0 - 0.7 * step, 1.0)):
        colour = np.array(BEAK, np.float32) * np.float32(shade)
        leg = union(canvas.stroke((0.2, -4.6), (x, -0.5), 0.42), canvas.stroke((x - 0.7, -0.4), (x + 1.6, -0.4), 0.42))
        canvas.outlined(leg, colour, 0.6)
    yield
    for index in range(3):
        tip = (-9.8 + 0.4 * index, -9.6 + spread + 1.5 * index)
        feather = canvas.stroke((-3.4, -6.8), tip, 0.9, 0.75, bulge=0.3)
        canvas.outlined(feather, coat.colour * np.float32(0.86 - 0.12 * index))
    body = union(canvas.stroke((-2.6, -6.4), (1.8, -7.4), 2.4, 3.2), canvas.stroke((1.8, -7.4), (3.8, -10.6), 2.6, 2.0))
    coat.paint(canvas, body, (-0.2, -7.0), 5.2, 3.1)
    head = (4.2, -11.0)
    canvas.outlined(canvas.stroke((head[0] + 1.6, head[1] + 0.3), (head[0] + 4.6, head[1] + 0.9), 1.25, 0.2), BEAK, 0.6)
    canvas.outlined(canvas.disc(head, 2.5), coat.colour)
    canvas.fill(union(canvas.disc(head, 2.1), canvas.stroke((1.8, -7.4), head, 2.0)), coat.colour)
    crest = numbers.choice(3) == 0
    canvas.outlined(only(canvas.stroke((3.4, -13.0), (1.6, -15.0), 0.7, 0.25), crest), coat.hair)
    canvas.fill(canvas.disc((head[0] + 0.9, head[1] - 0.4), 1.05), GLINT)
    canvas.fill(canvas.disc((head[0] + 1.1, head[1] - 0.4), 0.7), INK)


def caterpillar(canvas, coat, numbers):
    arch, phase = numbers.uniform(0.2, 2.2), numbers.choice(2)
    xs = [-8.6, -6.0, -3.4, -0.8, 1.8, 4.4]
    heights = [arch * (0.0, 0.55, 1.0, 1.0, 0.55, 0.0)[index] for index in range(6)]
    places = [(x, -2.9 - height) for x, height in zip(xs, heights, strict=True)]
    yield
    for index, (x, y) in enumerate(places):
        lean = np.where((index + phase) % 2 == 0, 0.5, -0.3)
        canvas.outlined(canvas.stroke((x, y + 1.6), (x + lean, y + 2.7), 0.55), coat.dark)
    for index, (x, y) in enumerate(places):
        colour = coat.colour * np.float32(1.0 if index % 2 else 0.8)
        ring = canvas.disc((x, y), 2.1, 2.2)
        canvas.outlined(ring, np.where((coat.marking != coats.PLAIN) & (index % 2 == 0), coat.second, colour))
    head = (7.3, -4.2 - 0.5 * arch)
    for x in (-0.6, 1.5):
        tip = (head[0] + 1.9 * x, head[1] - 4.6)
        canvas.fill(canvas.stroke((head[0] + x, head[1] - 2), tip, 0.42), coat.colour * np.float32(0.4))
        canvas.outlined(canvas.disc(tip, 0.8), coat.hair)
    canvas.outlined(canvas.disc(head, 2.75), coat.colour)
    for x in (-0.4, 1.7):
        canvas.fill(canvas.disc((head[0] + x, head[1] - 0.6), 0.95), GLINT)
        canvas.fill(canvas.disc((head[0] + x + 0.2, head[1] - 0.5), 0.6), INK)
    canvas.fill(canvas.stroke((head[0] + 0.1, head[1] + 1.2), (head[0] + 1.7, head[1] + 1.1), 0.34), INK)


# In the order of the labels.
BODIES = (
    Kind(horse, EARTH, MOSTLY_PLAIN, (0.98, 1.12), 1.2, None),
    Kind(cat, (*EARTH, coats.GINGER), STRIPED, (1.08, 1.25), -0.6, (1.6, -7.8)),
    Kind(cow, (*EARTH, coats.WHITE, coats.WHITE), PATCHED, (0.98, 1.12), 1.4, (2.4, -11.2)),
    Kind(lion, (*SANDY, coats.CHESTNUT), MOSTLY_PLAIN, (0.98, 1.12), -0.4, (0.6, -10.6)),
    Kind(bird, (*BRIGHT, *EARTH), MOSTLY_PLAIN, (1.02, 1.2), -1.2, (0.2, -8.6)),
    Kind(caterpillar, (*LEAFY, *BRIGHT[:3]), STRIPED, (0.98, 1.12), -0.6, (-0.2, -4.6)),
)
