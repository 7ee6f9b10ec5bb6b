"""Fruits that grow on no tree of an orchard. Each function paints one, or a bunch, about 1 unit from middle to edge."""

import numpy as np

from workshop.data.fruits import shapes
from workshop.data.fruits.canvas import clouds
from workshop.data.fruits.hand import rgb
from workshop.data.fruits.trees import GREENS, SEEDS, STEMS, foliage


def banana(canvas, view, hand):
    unit = view.unit
    ripe = hand.one_of(
        (("f3d33a", "f7de5a", "e8c22e"), ("f3d33a", "b9c24a"), ("9fb845", "b9c24a"), ("e0b83f", "c99a3a"))
    )
    spots = hand.uniform(0, 1) * hand.uniform(0, 1)
    count = hand.one_of((1, 1, 2, 3))
    for i in range(count):
        one = view.at(0, 0.2 * (count - 1) - 0.4 * i, turn=(i - (count - 1) / 2) * 0.14)
        u, v = one.u, one.v
        bow = hand.around(0.95, 0.1)
        line = shapes.curve((-1.0, -0.5), (-0.1, bow), (0.98, -0.42), (0.09, 0.2, 0.27, 0.3, 0.29, 0.24, 0.15, 0.07))
        body, skin = shapes.stroke(u, v, line, soft=0.1), hand.colour(ripe, 0.04)
        canvas.shadow(body - 0.06, unit, 0.3, 3)
        blots = np.where(clouds(hand.grid(14, 14)) > 1 - 0.35 * spots, 0.55, 0.0) + clouds(hand.grid(4, 4)) * 0.12
        canvas.solid(body, unit, skin + (rgb("6b4a20") - skin) * blots, unit * 0.26, hand.uniform(0.05, 0.3))
        ridge = shapes.stroke(u, v, [(x, y + r * 0.25, 0.012) for x, y, r in line[1:-1]])
        canvas.flat(ridge, unit, skin * 0.72, 0.7)
        canvas.flat(shapes.stroke(u, v, [(-1.0, -0.5, 0.09), (-1.14, -0.74, 0.085)]), unit, skin * rgb("b0a878"))
        canvas.flat(shapes.disc(u, v, 1.0, -0.43, 0.085), unit, rgb("3a2a18"))


def grapes(canvas, view, hand):
    u, v, unit = view.u, view.v, view.unit
    skins = hand.one_of(
        (("5a2a6b", "472058", "6d3a80"), ("a9c25a", "c2cf6d", "93b04a"), ("8d2a44", "6b1f3a"), ("2f2a4f", "453a6b"))
    )
    line = shapes.stroke(u, v, shapes.curve((0, -0.6), (0, -0.9), (hand.around(0.1, 0.1), -1.2), [0.06] * 3))
    canvas.flat(line, unit, hand.colour(STEMS))
    if hand.chance(0.55):
        foliage(canvas, view, hand, (0, -0.85))
    radius = hand.uniform(0.24, 0.3)
    rows = hand.one_of(((3, 4, 3, 2, 1), (4, 3, 2, 1), (3, 4, 4, 3, 2), (2, 3, 3, 2, 1)))
    for k, row in enumerate(rows):
        y = -0.6 + k * radius * 1.42
        for i in range(row):
            x = (i - (row - 1) / 2) * radius * 1.72 + hand.around(0, 0.04)
            berry = shapes.ellipse(u, v, x, y + hand.around(0, 0.04), radius, radius * 1.08)
            canvas.shadow(berry - 0.03, unit, 0.35, 2)
            canvas.solid(berry, unit, hand.colour(skins, 0.1), unit * radius, hand.uniform(0.3, 0.6))


def pineapple(canvas, view, hand):
    u, v, unit = view.u, view.v, view.unit
    if hand.chance(0.15):
        ring(canvas, view, hand)
        return
    green = ("4f8a3b", "6b9a4a", "3a6b3a")
    for k in (0, 6, 1, 5, 2, 4, 3, 3):
        spread = (k - 3) * 0.19
        end = spread * hand.uniform(1.0, 1.4), -1.3 + abs(spread) * 0.45 + hand.around(0, 0.05)
        blade = shapes.leaf(u, v, (spread * 0.3, -0.25), end, 0.26)
        canvas.solid(blade, unit, hand.colour(green, 0.12), unit * 0.15, 0.1)
    body = shapes.union(
        shapes.ellipse(u, v, 0, 0.36, 0.52, 0.68), shapes.stroke(u, v, [(0, 0.1, 0.4), (0, 0.6, 0.4)]), 0.3
    )
    skin = hand.colour(hand.one_of((("d99a2a", "c9822a", "e0ad3a"), ("b8862f", "8f8a3a"), ("7d8a3a", "a38a35"))))
    # Two sets of slanted lines; on a round body they come closer together towards its sides.
    bent, pitch = u * (1 + 0.5 * u * u), hand.uniform(0.24, 0.3)
    one, other = (bent + v * 0.8) / pitch, (bent - v * 0.8) / pitch
    one, other = np.abs(one - np.floor(one) - 0.5), np.abs(other - np.floor(other) - 0.5)
    eyes = np.minimum(0.5 - np.maximum(one, other), 0.2) * 5
    tint = skin * (0.5 + 0.62 * eyes)
    dots = np.where(np.maximum(one, other) < 0.13, 0.5, 0.0)
    canvas.solid(body, unit, tint + (rgb("6b4a20") - tint) * dots, unit * 0.5, 0.15)


def ring(canvas, view, hand):
    """A slice of a pineapple."""
    u, v, unit = view.u, view.v * hand.uniform(1, 1.2), view.unit
    wheel = shapes.without(shapes.disc(u, v, radius=0.9), shapes.disc(u, v, radius=0.24))
    flesh = hand.colour(("f2d04a", "f5dc6b", "e8bf3a"))
    canvas.solid(wheel, unit, hand.colour(("b8862f", "8f6a2a")), unit * 0.1, 0.1)
    fibres = shapes.rays(u, v, shapes.TWELFTHS)
    canvas.flat(
        np.maximum(wheel, shapes.disc(u, v, radius=0.82)), unit, flesh * (0.86 + 0.14 * np.minimum(fibres * 9, 1))
    )


def strawberry(canvas, view, hand):
    u, v, unit = view.u, view.v, view.unit
    wide = hand.around(0.5, 0.03)
    shoulders = shapes.stroke(u, v, [(-0.18, -0.25, wide), (0.18, -0.25, wide)])
    body = shapes.union(shoulders, shapes.stroke(u, v, [(0, 0.0, wide), (hand.around(0, 0.05), 0.74, 0.14)]), 0.3)
    skin = hand.colour(hand.one_of((("d22730", "e03a3a", "b81f2d"), ("d22730", "e8694a"), ("e8694a", "e8d8a0"))))
    if hand.chance(0.2):
        canvas.solid(body, unit, skin, unit * 0.2)
        pale = skin + (rgb("f7dcd0") - skin) * np.minimum(np.maximum(-body * 2.2, 0.0), 0.85)
        canvas.flat(body + 0.08, unit, pale)
        canvas.flat(shapes.leaf(u, v, (0, -0.45), (0, 0.45), 0.4), unit, rgb("fbeee4"), 0.8, blur=2)
    else:
        canvas.solid(body, unit, skin * (0.9 + clouds(hand.grid(3, 3)) * 0.2), unit * 0.6, hand.uniform(0.2, 0.6))
        pitch = hand.uniform(0.24, 0.3)
        row = v / pitch
        across = u * (1 + 0.4 * u * u) / pitch + (np.floor(row) - 2 * np.floor(np.floor(row) / 2)) / 2
        x, y = across - np.floor(across) - 0.5, row - np.floor(row) - 0.5
        seed = (np.sqrt(x * x + y * y * 0.5) - 0.17) * pitch
        canvas.flat(np.maximum(seed, body + 0.06), unit, hand.colour(("f2d77a", "e8c25a", "d9a84a")), 0.9)
    green = hand.colour(GREENS)
    for x, y in ((-0.62, -0.62), (0.62, -0.62), (-0.45, -0.3), (0.45, -0.3), (0.02, -0.2)):
        tip = x + hand.around(0, 0.05), y + hand.around(0, 0.05)
        canvas.solid(shapes.leaf(u, v, (0, -0.76), tip, 0.42), unit, green * hand.uniform(0.85, 1.1), unit * 0.15, 0.1)
    line = shapes.curve((0, -0.72), (0, -0.9), (hand.around(0, 0.12), -1.08), [0.05] * 3)
    canvas.flat(shapes.stroke(u, v, line), unit, green)


def watermelon(canvas, view, hand):
    unit = view.unit
    rind = hand.colour(("2f6b35", "3f7d3a", "255a30", "5a9440"))
    flesh = hand.colour(hand.one_of((("e0404a", "d22f45", "ea5a55"), ("e0404a", "ea5a55"), ("f2c23a", "f0a03a"))))
    pale = hand.colour(("dfeeb0", "cfe3a0"), 0.03)
    shape = hand.one_of(("whole", "whole", "half", "wedge", "wedge"))
    if shape == "whole":
        u, v = view.u, view.v
        body = shapes.ellipse(u, v, 0, 0, 1.0, hand.uniform(0.72, 0.95))
        # The stripes run from one end to the other, further apart in the middle, with wavy edges.
        along = v / np.sqrt(np.maximum(1.04 - u * u, 0.04)) + (clouds(hand.grid(10, 10)) - 0.5) * 0.2
        stripe = along * hand.uniform(2.2, 3.2)
        near = np.abs(stripe - np.floor(stripe) - 0.5) * 2
        light = hand.colour(("8fbf5a", "a9cc6d", "7aad4f"))
        share = np.minimum(np.maximum((near - 0.45) * 4 + 0.5, 0.0), 1.0) * hand.uniform(0.6, 1.0)
        canvas.solid(body, unit, rind + (light - rind) * share, unit * 0.85, hand.uniform(0.1, 0.4))
        return
    if shape == "half":
        u, v = view.u, view.v + 0.45
        body = shapes.without(shapes.ellipse(u, v, 0, 0, 1.05, 0.98), v)
        outer = shapes.disc(u, v / 0.933, radius=1.05)
    else:
        u, v = view.u, view.v + 0.8
        side = hand.uniform(0.42, 0.62)  # tangent of the angle between an edge and the middle
        edge = (np.abs(u) - v * side) / float(np.sqrt(1 + side * side))
        outer = shapes.disc(u, v, 0, 0, 1.75)
        body = np.maximum(outer, edge)
    canvas.solid(body, unit, rind, unit * 0.1, 0.1)
    canvas.flat(np.maximum(body, outer + 0.12), unit, pale)
    grain = 0.92 + clouds(hand.grid(16, 16)) * 0.16
    canvas.flat(np.maximum(body, outer + 0.22), unit, flesh * grain, blur=1.5)
    dark = hand.colour(SEEDS)
    for x, y in (
        ((-0.18, 0.95), (0.2, 0.9), (0.0, 1.3), (-0.42, 1.25), (0.4, 1.28))
        if shape == "wedge"
        else (
            (-0.62, 0.25),
            (-0.3, 0.28),
            (0.02, 0.3),
            (0.34, 0.28),
            (0.64, 0.22),
            (-0.4, 0.56),
            (-0.05, 0.62),
            (0.32, 0.56),
        )
    ):
        x, y = x + hand.around(0, 0.03), y + hand.around(0, 0.03)
        seed = np.maximum(shapes.ellipse(u, v, x, y, 0.05, 0.085), np.maximum(outer + 0.28, body + 0.05))
        canvas.flat(seed, unit, dark)
