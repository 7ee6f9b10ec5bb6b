"""Classifiers that read a drawing while you draw it."""

import numpy as np

from workshop.play.drawing import centred, whole
from workshop.play.session import Session, compiled, decoded, encoded
from workshop.runs import RunError

PAPER = 140  # pixels: the side of what is drawn on
MOST_MAPS = 32  # kernels whose view is shown


class Reader:
    """A classifier of one run.

    Attributes:
        side: of the images that it takes.
        about: what a page is told of it.
        network: the `keras.Model`.
        ask: the network as a function.
        first: the name of its first convolution; None where there is none.
        softmax: whether probabilities are still to be made of what it returns.
    """

    def __init__(self, run):
        (self.network,) = run.networks()
        shapes = [tuple(each.shape) for each in (*self.network.inputs, *self.network.outputs)]
        shape = shapes[0][1:]
        reads = len(shapes) == 2 and len(shape) == 3 and shape[0] == shape[1] and shape[2] == 1 and len(shapes[1]) == 2
        if not reads or None in shape or (shapes[1][1] or 0) < 2:
            raise RunError(
                f"{run.folder / run.files[0]} is no network that reads a drawing: it maps {shapes[0]} to"
                f" {', '.join(map(str, shapes[1:]))}.\nExpected one from grey images, (None, 28, 28, 1), to a number"
                " for each class, (None, 10)."
            )
        self.side, count = shape[0], shapes[1][1]
        first = next((each for each in self.network.layers if type(each).__name__ == "Conv2D"), None)
        self.first = first.name if first else None
        self.ask = compiled(
            self.network, self.network.inputs, [*self.network.outputs, *([first.output] if first else [])]
        )
        self.softmax = self._needs_softmax(shape)
        names = run.classes if len(run.classes) == count else tuple(map(str, range(count)))
        self.about = {
            "title": run.name,
            "classes": list(names),
            "parameters": self.network.count_params(),
            "maps": list(first.output.shape[1:]) if first else None,
        }
        if first:
            self.about["maps"][2] = min(self.about["maps"][2], MOST_MAPS)
            kernels = first.get_weights()[0].mean(axis=2)[..., :MOST_MAPS]
            self.about["kernels"] = {"shape": list(kernels.shape), "bytes": encoded(around_grey(kernels))}

    def _needs_softmax(self, shape):
        try:
            probed = self.ask(np.random.default_rng(0).uniform(0, 1, (4, *shape)))[0]
        except FloatingPointError:  # the page will say so
            return True
        return not (probed.min() >= 0 and np.allclose(probed.sum(axis=1), 1, atol=1e-3))

    def read(self, image):
        """The network's answer for an image, float32 (side, side): probabilities, and what its kernels see."""
        scores, *maps = self.ask(image[np.newaxis, ..., np.newaxis])
        scores = scores[0].astype("float64")
        if self.softmax:
            scores = np.exp(scores - scores.max())
            scores /= scores.sum()
        seen = {"maps": encoded(around_grey(maps[0][0, ..., :MOST_MAPS]))} if maps else {}
        return {"scores": [round(float(score), 5) for score in scores], **seen}


class DrawnOn(Session):
    """A sheet of paper, and one or two readers of the drawing on it."""

    def __init__(self, runs, command):
        self.readers = [Reader(run) for run in runs]
        self.page = {
            "kind": "draw",
            "title": "Draw, and your network reads" if len(runs) == 1 else "Draw, and two networks read",
            "command": command,
            "paper": PAPER,
            "side": self.readers[0].side,
            "networks": [reader.about for reader in self.readers],
        }
        # What a page needs to do the same by itself.
        self.page["readers"] = [{"side": reader.side, "softmax": bool(reader.softmax)} for reader in self.readers]
        self.asks = {"read": self._read}

    def networks(self):
        return [reader.network for reader in self.readers]

    def exports(self):
        return [(reader.network, [reader.first] if reader.first else []) for reader in self.readers]

    def probe(self, count):
        rng = np.random.default_rng(0)
        return [(r.ask, [rng.uniform(0, 1, (count, r.side, r.side, 1))]) for r in self.readers]

    def _read(self, content):
        """`ink`: the paper, `PAPER` by `PAPER` bytes from 0 to 255 for ink; `raw`: not centred, nor scaled."""
        ink = decoded(content["ink"], (PAPER, PAPER)).astype("float32") / 255
        prepare = whole if content.get("raw") else centred
        images = {side: prepare(ink, side) for side in {reader.side for reader in self.readers}}
        return {
            "seen": encoded(np.rint(255 * images[self.readers[0].side])),
            "answers": [reader.read(images[reader.side]) for reader in self.readers],
        }


def around_grey(array):
    """Numbers of both signs as bytes: 0 is grey, the largest of either sign white or black."""
    return np.clip(np.rint(127.5 + 127.5 * array / max(np.abs(array).max(), 1e-9)), 0, 255)
