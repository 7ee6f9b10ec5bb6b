"""Shapes on a plane: how far a point lies outside of each. Distances are below 0 inside; near the edge they are true.

Points are given by `u`, to the right, and `v`, downwards: float64 arrays of one shape. All distances have that shape.
"""

from itertools import pairwise

import numpy as np

# Cosine and sine of the angles around a circle, in steps of a twelfth and of a tenth of it.
TWELFTHS = [(1.0, 0.0), (0.8660254037844386, 0.5), (0.5, 0.8660254037844386)]
TWELFTHS += [(-y, x) for x, y in TWELFTHS]
TWELFTHS += [(-x, -y) for x, y in TWELFTHS]
TENTHS = [
    (1.0, 0.0), (0.8090169943749475, 0.5877852522924731), (0.30901699437494745, 0.9510565162951535),
    (-0.30901699437494745, 0.9510565162951535), (-0.8090169943749475, 0.5877852522924731),
]  # fmt: skip
TENTHS += [(-x, -y) for x, y in TENTHS]


def disc(u, v, x=0.0, y=0.0, radius=1.0):
    across, down = u - x, v - y
    return np.sqrt(across * across + down * down) - radius


def ellipse(u, v, x, y, half_width, half_height):
    across, down = (u - x) / half_width, (v - y) / half_height
    return (np.sqrt(across * across + down * down) - 1) * min(half_width, half_height)


def stroke(u, v, points, soft=0.0):
    """A line through points, thick or thin as each says, with round ends.

    Args:
        points: (x, y, radius) of two or more.
        soft: how far pieces melt into one another; see `union`.
    """
    distance = None
    for (x, y, r), (x2, y2, r2) in pairwise(points):
        across, down = x2 - x, y2 - y
        along = np.minimum(np.maximum(((u - x) * across + (v - y) * down) / (across * across + down * down), 0.0), 1.0)
        piece = disc(u - along * across, v - along * down, x, y, 0.0) - (r + along * (r2 - r))
        distance = piece if distance is None else union(distance, piece, soft)
    return distance


def curve(start, bend, end, radii):
    """Points for `stroke` on a parabola from start to end, drawn towards `bend`; one for each radius."""
    points = []
    for i, radius in enumerate(radii):
        t = i / (len(radii) - 1)
        a, b, c = (1 - t) * (1 - t), 2 * t * (1 - t), t * t
        points.append((a * start[0] + b * bend[0] + c * end[0], a * start[1] + b * bend[1] + c * end[1], radius))
    return points


def leaf(u, v, start, end, width):
    """A pointed leaf between two points, `width` of its length wide."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = float(np.sqrt(across * across + down * down))
    across, down = across / length, down / length
    x, y = u - (start[0] + end[0]) / 2, v - (start[1] + end[1]) / 2
    along, aside = x * across + y * down, np.abs(y * across - x * down)
    half, wide = length / 2, width * length / 2
    # Two circles through both ends meet in a leaf.
    radius = (half * half + wide * wide) / (2 * wide)
    return disc(along, aside, 0.0, wide - radius, radius)


def union(one, other, soft=0.0):
    """Both shapes; where they meet at less than `soft`, they melt into one another."""
    if not soft:
        return np.minimum(one, other)
    near = np.maximum(soft - np.abs(one - other), 0.0) / soft
    return np.minimum(one, other) - near * near * (soft / 4)


def without(one, other, soft=0.0):
    """The first shape without what the second covers."""
    return -union(-one, other, soft)


def rays(u, v, directions, x=0.0, y=0.0):
    """How far away the nearest ray from (x, y) is."""
    across, down = u - x, v - y
    distance = np.full(np.shape(u), 9.0)
    for cosine, sine in directions:
        ahead = across * cosine + down * sine > 0
        distance = np.where(ahead, np.minimum(distance, np.abs(across * sine - down * cosine)), distance)
    return distance
