"""Where fruits lie, and in which light."""

import numpy as np

from workshop.data.fruits import shapes
from workshop.data.fruits.canvas import SIDE, WHOLE, Canvas, blurred, clouds
from workshop.data.fruits.hand import rgb

GROUNDS = (
    ("f4f1ea", "e8e4da", "ffffff", "dfe6ea"),  # paper, plates
    ("a9763f", "8a5a2f", "c49a62", "6b4426"),  # wood
    ("5a8a3a", "7aa04a", "3f6b34", "9fb86a"),  # grass
    ("6d8fb0", "a9c2d6", "3f5f86", "c9b8d0"),  # cloths
    ("c9504a", "e0a04a", "d98a6a", "e8d05a"),
    ("2f2a2a", "45403c", "1f2630", "5a5550"),  # in the dark
)


def scene(paint, hand, noise, most):
    """An image of a fruit, or of several.

    Args:
        paint: paints one: `(canvas, view, hand)`.
        hand: a `Hand`.
        noise: uint8 (64, 64, 3).
        most: how many at once.

    Returns:
        uint8 (64, 64, 3).
    """
    x, y = hand.around(0, 0.25), hand.uniform(-0.7, -0.3)
    z = float(np.sqrt(max(1 - x * x - y * y, 0.1)))
    length = float(np.sqrt(x * x + y * y + z * z))
    canvas = Canvas(ground(hand), (x / length, y / length, z / length), hand.uniform(0.3, 0.6))
    count = min(hand.one_of((1, 1, 1, 1, 1, 2, 2, 3)), most)
    radius = hand.uniform(18, 27) if count == 1 else hand.uniform(14, 17)
    turned = hand.one_of(shapes.TWELFTHS)
    for i in range(count):
        away = 0 if count == 1 else radius * (1.05 if count == 2 else 1.2)
        cosine, sine = turned if count < 3 else shapes.TWELFTHS[(shapes.TWELFTHS.index(turned) + 4 * i) % 12]
        sign = -1 if count == 2 and i else 1
        room = max(30 - radius, 0) * 0.6
        x = sign * cosine * away + (hand.around(0, room) if count == 1 else hand.around(0, 2))
        y = sign * sine * away + (hand.around(1, room) if count == 1 else hand.around(1, 2))
        size, turn = radius * hand.around(1, 0.06), hand.around(0, 0.16)
        view = WHOLE.at(x, y, size, turn, hand.one_of((-1, 1)) * hand.around(1, 0.06))
        below = shapes.ellipse(WHOLE.u, WHOLE.v, x - canvas.light[0] * size * 0.4, y + size * 0.72, size, size * 0.42)
        canvas.shadow(below, 1.0, hand.uniform(0.15, 0.5), size * 0.7)
        paint(canvas, view, hand)
    return taken(canvas.pixels, hand, noise)


def ground(hand):
    """What lies behind: float64 (3, 64, 64)."""
    colours = hand.one_of(GROUNDS)
    one, other = hand.colour(colours), hand.colour(colours)
    kind = hand.choice(5)
    if kind == 0:  # even, lighter on one side
        share = clouds(hand.grid(2, 2))
    elif kind == 1:  # boards, standing or lying
        grain = clouds(hand.grid(3, 20)) * 0.7 + clouds(hand.grid(2, 40)) * 0.3
        share = grain if hand.chance(0.5) else grain.T
    elif kind == 2:  # leaves, crumbs, blurred things far away
        share = clouds(hand.grid(5, 5)) * 0.6 + clouds(hand.grid(16, 16)) * 0.4
        share = np.minimum(np.maximum((share - 0.5) * 2.2 + 0.5, 0.0), 1.0)
    elif kind == 3:  # a chequered cloth
        width = hand.uniform(5, 11)
        place = WHOLE.at(hand.uniform(-9, 9), hand.uniform(-9, 9), width, hand.around(0, 0.2))
        lying, standing = (np.floor(each) - 2 * np.floor(each / 2) for each in (place.u, place.v))
        share = (lying + standing) / 2 * hand.uniform(0.4, 1)
    else:  # a table in front of a wall
        height = hand.uniform(-16, 10)
        share = np.minimum(np.maximum((WHOLE.v - height) / hand.uniform(1, 6) + 0.5, 0.0), 1.0)
        other = hand.colour(hand.one_of(GROUNDS))
    pixels = one + (other - one) * share
    pixels = pixels * (0.9 + 0.2 * clouds(hand.grid(9, 9)))
    if hand.chance(0.2):  # on a plate
        x, y, size = hand.around(0, 3), hand.uniform(6, 14), hand.uniform(24, 31)
        plate = Canvas(pixels, (0.0, 0.0, 1.0), 0.6)
        for shrunk, tone in ((0, "e6e6e8"), (2, "fbfbfa"), (7, "dcdde0"), (8, "f4f4f3")):
            plate.flat(shapes.ellipse(WHOLE.u, WHOLE.v, x, y, size - shrunk, (size - shrunk) * 0.6), 1.0, rgb(tone))
        pixels = plate.pixels
    return pixels


def taken(pixels, hand, noise):
    """What a camera makes of it: uint8 (64, 64, 3)."""
    pixels = blurred(pixels, hand.uniform(0, 1) * hand.uniform(0, 1))
    tint = np.array([hand.around(1, 0.05) for _ in range(3)]).reshape(3, 1, 1)
    pixels = (pixels - 0.5) * hand.uniform(0.8, 1.15) + hand.around(0.52, 0.05)
    pixels = pixels * tint * (0.9 + 0.2 * clouds(hand.grid(2, 2)))
    grain = (noise.transpose(2, 0, 1).astype(np.float64) - 127.5) * (
        hand.uniform(0.1, 0.28) * hand.uniform(0.1, 0.28) / 128
    )
    values = np.minimum(np.maximum(pixels + grain, 0.0), 1.0) * 255 + 0.5
    return np.floor(values).astype(np.uint8).transpose(1, 2, 0).reshape(SIDE, SIDE, 3)
