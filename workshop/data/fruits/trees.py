"""Fruits of trees. Each function paints one on a canvas, about 1 unit from its middle to its edge."""

import numpy as np

from workshop.data.fruits import shapes
from workshop.data.fruits.canvas import clouds
from workshop.data.fruits.hand import rgb

GREENS = "4f8a2b", "6ba53a", "39702a", "86b04a"
STEMS = "5b3d22", "7a5630", "4d4a25"
CREAM = "f4e8bf", "efe0a8", "f7f0d6"
SEEDS = "3a2414", "5a3519"


def apple(canvas, view, hand):
    u, v, unit = view.u, view.v, view.unit
    plump = hand.around(0.68, 0.03)
    halves = (shapes.ellipse(u, v, side * 0.33, -0.03, plump, plump * 1.08) for side in (-1, 1))
    foot = shapes.ellipse(u, v, 0, 0.35, 0.62, 0.56)
    body = shapes.union(shapes.union(*halves, soft=0.2), foot, soft=0.3)
    body = shapes.without(body, shapes.ellipse(u, v, 0, -1.0, 0.34, 0.3), soft=0.3)
    skin = hand.colour(hand.one_of((("c8232c", "a3152a", "d94a38"), ("8db83a", "a9c94f"), ("e0b83f", "d8c85a"))))
    blush, patches = hand.colour(("c8232c", "d8543a", "b03030")), clouds(hand.grid(4, 4))
    if hand.chance(0.2):
        canvas.solid(body, unit, skin, unit * 0.3)
        canvas.flat(body + 0.07, unit, hand.colour(CREAM, 0.03), blur=1.5)
        core = shapes.union(*(shapes.leaf(u, v, (x, -0.25), (x, 0.45), 0.75) for x in (-0.13, 0.13)), soft=0.2)
        canvas.flat(core, unit, rgb("dcc98a"), blur=1.5)
        for side in (-1, 1):
            canvas.flat(shapes.leaf(u, v, (side * 0.1, -0.08), (side * 0.17, 0.26), 0.5), unit, hand.colour(SEEDS))
    else:
        streaks = np.minimum(np.maximum(clouds(hand.grid(2, 12)) + patches - hand.uniform(0.5, 1.4), 0.0), 1.0)
        canvas.solid(body, unit, skin + (blush - skin) * streaks, unit * 0.75, hand.uniform(0.1, 0.5))
        canvas.flat(shapes.ellipse(u, v, 0, -0.62, 0.27, 0.13), unit, rgb("3c3214"), 0.45, blur=3)
    stem(canvas, view, hand, -0.62, -1.12)
    if hand.chance(0.4):
        foliage(canvas, view, hand, (0.02, -0.8))


def cherry(canvas, view, hand):
    u, v, unit = view.u, view.v, view.unit
    skins = hand.one_of((("8d0f25", "6d0a22"), ("c2172b", "d22730"), ("c2172b", "e8a33c"), ("4a0a1e", "6d0a22")))
    count = hand.one_of((1, 2, 2, 2, 3))
    knot = hand.around(0, 0.2), hand.around(-0.95, 0.06)
    places = {1: [0], 2: [-0.5, 0.5], 3: [-0.68, 0.68, 0]}[count]
    hung = [
        (x + hand.around(0, 0.05), hand.around(0.45, 0.1), hand.around(0.43 if count > 1 else 0.52, 0.02))
        for x in places
    ]
    green = hand.colour(GREENS)
    for x, y, radius in hung:
        line = shapes.curve(knot, (x * 0.7 + knot[0] * 0.3, -0.3), (x, y - radius * 0.8), [0.035] * 5)
        canvas.flat(shapes.stroke(u, v, line), unit, green)
    for x, y, radius in hung:
        body = shapes.union(
            shapes.disc(u, v, x - radius * 0.12, y, radius), shapes.disc(u, v, x + radius * 0.12, y, radius), 0.1
        )
        canvas.solid(body, unit, hand.colour(skins), unit * radius * 0.95, hand.uniform(0.4, 0.9))
        dip = shapes.ellipse(u, v, x, y - radius * 0.72, radius * 0.35, radius * 0.14)
        canvas.flat(dip, unit, rgb("2a0510"), 0.5, blur=2)
        end = shapes.stroke(u, v, [(x, y - radius * 0.72, 0.035), (x, y - radius * 0.95, 0.035)])
        canvas.flat(end, unit, green)
    canvas.flat(shapes.disc(u, v, *knot, 0.09), unit, hand.colour(STEMS))
    if hand.chance(0.5):
        foliage(canvas, view, hand, knot)


def lemon(canvas, view, hand):
    u, v, unit = view.u, view.v, view.unit
    skin = hand.colour(hand.one_of((("f2d31f", "f6e04a", "e8c21a"), ("f2d31f", "b9c93a"), ("8fb13a", "b9c93a"))))
    if hand.chance(0.3):
        citrus(canvas, view, hand, skin, rgb("f5e27a"), 0.92)
        return
    height = hand.around(0.68, 0.03)
    body = shapes.ellipse(u, v, 0, 0, 0.9, height)
    tips = [(-0.98, 0, 0.1), (-0.7, 0, 0.3), (0.7, 0, 0.3), (1.05, hand.around(0, 0.03), 0.09)]
    nubs = shapes.union(shapes.stroke(u, v, tips[:2]), shapes.stroke(u, v, tips[2:]))
    canvas.solid(shapes.union(body, nubs, 0.25), unit, peel(skin, hand), unit * 0.65, hand.uniform(0.15, 0.5))
    canvas.flat(shapes.disc(u, v, -1.02, 0, 0.07), unit, hand.colour(GREENS), 0.8)
    if hand.chance(0.3):
        foliage(canvas, view, hand, (-0.95, 0))


def orange(canvas, view, hand):
    u, v, unit = view.u, view.v, view.unit
    skin = hand.colour(
        hand.one_of((("f08a1c", "f59a2a", "e8741a"), ("f08a1c", "f2b03a"), ("d9a030", "b8b040"), ("d8541f", "e8741a")))
    )
    if hand.chance(0.3):
        citrus(canvas, view, hand, skin, rgb("f6a83a"), 0.95)
        return
    body = shapes.ellipse(u, v, 0, 0, 0.97, hand.around(0.94, 0.02))
    canvas.solid(body, unit, peel(skin, hand), unit * 0.95, hand.uniform(0.1, 0.4))
    x, y = hand.around(0, 0.2), hand.around(-0.6, 0.1)
    canvas.flat(shapes.disc(u, v, x, y, 0.14), unit, skin * 0.7, 0.6, blur=3)
    canvas.flat(shapes.rays(u, v, shapes.TENTHS[::2], x, y) + shapes.disc(u, v, x, y, 0.02), unit, hand.colour(GREENS))
    if hand.chance(0.4):
        foliage(canvas, view, hand, (x, y))


def pear(canvas, view, hand):
    u, v, unit = view.u, view.v, view.unit
    lean, neck = hand.around(0, 0.08), hand.around(0.33, 0.03)
    body = shapes.union(
        shapes.ellipse(u, v, 0, 0.38, 0.68, 0.62), shapes.stroke(u, v, [(0, 0.3, 0.5), (lean, -0.6, neck)]), 0.5
    )
    skin = hand.colour(hand.one_of((("b8c24a", "c9cf62", "9fb343"), ("d9c65a", "e0b83f"), ("a9793a", "b8924a"))))
    blush = hand.colour(("c8523a", "a8502a", "8d9a3a"))
    if hand.chance(0.2):
        canvas.solid(body, unit, skin, unit * 0.3)
        canvas.flat(body + 0.07, unit, hand.colour(CREAM, 0.03), blur=1.5)
        canvas.flat(shapes.leaf(u, v, (0, 0.02), (0, 0.72), 0.75), unit, rgb("dcc98a"), blur=2)
        for side in (-1, 1):
            canvas.flat(shapes.leaf(u, v, (side * 0.07, 0.22), (side * 0.13, 0.5), 0.5), unit, hand.colour(SEEDS))
    else:
        share = np.minimum(np.maximum(clouds(hand.grid(3, 4)) - hand.uniform(0.3, 1.0), 0.0) * 1.6, 1.0)
        canvas.solid(body, unit, skin + (blush - skin) * share, unit * 0.6, hand.uniform(0.05, 0.4))
        freckles = np.where(clouds(hand.grid(24, 24)) > 0.85, 0.25, 0.0)
        canvas.flat(body + 0.08, unit, rgb("6b4a20"), freckles)
    stem(canvas, view.at(lean, 0), hand, -0.85, -1.3)
    if hand.chance(0.35):
        foliage(canvas, view, hand, (lean, -0.98))


def citrus(canvas, view, hand, skin, flesh, radius):
    """A slice of an orange, a lemon and the like: rind, pith, and ten segments."""
    u, v, unit = view.u, view.v * hand.uniform(1, 1.25), view.unit
    if hand.chance(0.4):  # a wedge
        v = v + 0.35
        body = shapes.without(shapes.disc(u, v, radius=radius * 1.15), v)
    else:
        body = shapes.disc(u, v, radius=radius)
    flesh = flesh + (skin - flesh) * hand.uniform(0.2, 0.8)
    canvas.solid(body, unit, skin, unit * 0.12)
    canvas.flat(body + 0.07, unit, hand.colour(("f7efd0", "f3e6bd"), 0.02))
    gaps = shapes.rays(u, v, shapes.TENTHS)
    inside = np.maximum(np.maximum(body + 0.16, 0.045 - gaps), -shapes.disc(u, v, radius=0.08))
    grain = clouds(hand.grid(20, 20)) * 0.25 + 0.85
    canvas.flat(inside, unit, np.minimum(flesh * grain, 1.0))


def peel(skin, hand):
    """The skin of a citrus fruit, with its pores."""
    return skin * (clouds(hand.grid(28, 28)) * 0.2 + clouds(hand.grid(3, 3)) * 0.16 + 0.82)


def stem(canvas, view, hand, low, high):
    """A short stalk between two heights."""
    line = shapes.curve((0, low), (0, (low + high) / 2), (hand.around(0, 0.12), high), [0.055, 0.05, 0.075])
    canvas.flat(shapes.stroke(view.u, view.v, line), view.unit, hand.colour(STEMS))


def foliage(canvas, view, hand, start):
    """A leaf with its vein."""
    side = hand.one_of((-1, 1))
    end = start[0] + side * hand.uniform(0.55, 0.85), start[1] + hand.uniform(-0.35, 0.2)
    blade, green = shapes.leaf(view.u, view.v, start, end, hand.uniform(0.4, 0.55)), hand.colour(GREENS)
    canvas.solid(blade, view.unit, green, view.unit * 0.3, 0.15)
    vein = shapes.stroke(view.u, view.v, [(*start, 0.015), (*end, 0.01)])
    canvas.flat(np.maximum(vein, blade), view.unit, np.minimum(green * 1.35, 1.0), 0.7)
