"""The images of the lesson on `acai`: walks and codes of its solution, with and without the critic, and three walks to
measure by; see make.py.
"""

from functools import partial

import matplotlib.pyplot as plt
import numpy as np
from make import HERE, ROOT, Run, copied, load, run

from workshop import data, images
from workshop.data import lines

WALKS, STEPS = 4, 16
GREY = "#666666"


def rows(name, walks):
    """Write walks (n, 16, 32, 32, 1) in [0, 1] below each other."""
    images.sheet(HERE / f"{name}.png", 2 * np.clip(walks, 0, 1).reshape(-1, *walks.shape[2:]) - 1, STEPS)


def networks(folder):
    """The encoder and the decoder that a run left."""
    import keras

    return [keras.saving.load_model(folder / f"{part}.keras") for part in ("encoder", "decoder")]


def pairs(acai):
    """The first lines of the test set, none of them chosen: where walks start, and where they end."""
    first = acai.prepare(data.load("lines").test.images[: 2 * WALKS])
    return first[:WALKS], first[WALKS:]


def between_lines(name):
    """To draw: walks of the run's networks."""

    def draw(folder):
        acai = load(ROOT / "solutions" / "acai.py")
        rows(name, acai.walk(*networks(folder), *pairs(acai), STEPS))

    return draw


def codes(folder):
    """The codes of all lines, without the critic and with it, and the way of the first walk between them."""
    acai = load(ROOT / "solutions" / "acai.py")
    turns = np.arange(0, lines.TURN, 64)
    figure, axes = plt.subplots(1, 2, figsize=(9, 4), dpi=100, layout="constrained")
    of_plain = run("acai", "acai-plain", RUNS["acai-plain"])
    for axis, where, title in zip(axes, (of_plain, folder), ("autoencoder", "ACAI"), strict=True):
        encoder, _ = networks(where)
        points = encoder.predict(acai.prepare(lines.at(turns)), verbose=0)
        axis.scatter(*points.T, c=turns, cmap="hsv", s=4)
        for degrees in range(0, 360, 45):
            point = points[degrees * len(turns) // 360]
            outwards = (point - points.mean(axis=0)) / np.linalg.norm(point - points.mean(axis=0))
            placed = {"xytext": 16 * outwards, "textcoords": "offset points", "ha": "center", "va": "center"}
            axis.annotate(f"{degrees}°", point, fontsize=9, color=GREY, **placed)
        way = encoder.predict(np.concatenate([each[:1] for each in pairs(acai)]), verbose=0)
        shares = np.linspace(0, 1, STEPS)[:, np.newaxis]
        axis.plot(*((1 - shares) * way[0] + shares * way[1]).T, ".-", color=GREY, linewidth=0.8)
        axis.set(title=title, aspect="equal", adjustable="datalim", xticks=[], yticks=[])
        axis.margins(0.2)
    figure.savefig(HERE / "acai-codes.png")
    plt.close(figure)


def three(_):
    """A line that turns, one that fades into another, and one that jumps."""
    start, end = (degrees / 360 * lines.TURN for degrees in (20, 140))
    shares = np.linspace(0, 1, STEPS)[:, np.newaxis, np.newaxis]
    turning = lines.at(start + shares[:, 0, 0] * (end - start)) / 255
    fading = (1 - shares) * turning[0] + shares * turning[-1]
    jumping = np.where(shares < 0.5, turning[0], turning[-1])
    rows("acai-three", np.stack([turning, fading, jumping])[..., np.newaxis])


def digits(name):
    """To draw: the walks that a run with digits left."""
    return copied("walks", to=name, colours=16)


def plain(acai):
    """No critic: an autoencoder."""
    acai.make_acai = partial(acai.make_acai, strength=0.0)


RUNS = {
    "acai-plain": Run([between_lines("acai-plain")], change=plain),
    "acai": Run([between_lines("acai-walks"), codes, three]),
    "acai-plain-digits": Run([digits("acai-plain-digits")], change=plain, count=60_000, epochs=2),
    "acai-digits": Run([digits("acai-digits")], count=60_000, epochs=2),
}
