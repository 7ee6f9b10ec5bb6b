"""Scenes: where creatures stand."""

from typing import NamedTuple

import numpy as np

from workshop.data.creatures.studio.canvas import NOWHERE, PIXELS, SIDE


class Scene(NamedTuple):
    """Colours, red, green and blue: of the sky at the top and at the horizon, of the ground there and in front."""

    sky: tuple
    haze: tuple
    far: tuple
    near: tuple


SCENES = (
    Scene((86, 150, 230), (190, 222, 246), (96, 170, 72), (60, 136, 50)),  # grass
    Scene((104, 170, 236), (200, 228, 246), (96, 170, 72), (60, 136, 50)),
    Scene((92, 158, 232), (196, 222, 246), (124, 176, 66), (92, 146, 46)),
    Scene((96, 168, 236), (214, 226, 230), (230, 200, 132), (208, 170, 100)),  # sand
    Scene((120, 168, 226), (206, 224, 244), (232, 240, 248), (204, 218, 236)),  # snow
    Scene((44, 58, 126), (112, 130, 192), (74, 112, 108), (52, 86, 88)),  # night
)
NIGHT = 5  # the scene with a moon
SUN, MOON = (255, 236, 150), (232, 236, 248)


def paint(canvas, numbers, ground):
    """Paint a scene on each image of a canvas.

    Args:
        canvas: a `Canvas`, on which nothing is painted yet.
        numbers: a `Numbers`.
        ground: the row that creatures stand on, (n,).
    """
    which = numbers.choice(len(SCENES))
    tint = numbers.steps(4) * 6
    colours = np.array(SCENES, np.float32)[which] + tint.T.astype(np.float32)[:, :, np.newaxis]
    sky, haze, far, near = np.moveaxis(colours, 0, -1)
    horizon = (ground - numbers.uniform(4, 11)).astype(np.float32)
    slope = numbers.around(0, 0.03).astype(np.float32)
    row, column = PIXELS[:, np.newaxis], PIXELS[np.newaxis]
    above = np.clip(row / horizon, 0, 1)
    below = np.clip((row - horizon) / (SIDE - horizon), 0, 1)
    edge = np.clip(row - horizon - (column - SIDE / 2) * slope + np.float32(0.5), 0, 1)
    for channel in range(3):
        up = sky[channel] + (haze[channel] - sky[channel]) * above
        down = far[channel] + (near[channel] - far[channel]) * below
        canvas.image[channel] = up + (down - up) * edge
    # A sun or a moon, high up at a side.
    side = numbers.choice(2) * 2 - 1
    place = SIDE / 2 + side * numbers.uniform(9, 14), numbers.uniform(2.5, 6)
    shown, radius = numbers.choice(8) == 0, numbers.uniform(1.6, 2.6)
    colour = np.where(which == NIGHT, np.array([MOON], np.float32).T, np.array([SUN], np.float32).T)
    canvas.fill(np.where(shown, canvas.disc(place, radius), NOWHERE), colour, 0.85)
