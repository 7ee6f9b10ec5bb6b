"""The reference networks: what they are made of, and their weights in plain arrays.

What a data set has of them, its index states: names of networks, of which kind each is, and the shape of an image. All
take float32 (n, height, width, channels) in [0, 1]. A classifier returns logits (n, classes); a discriminator returns
logits (n, 1), above zero for "real". A kind that another data set needs is a function more in `KINDS`.
"""

import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from checker.errors import CheckerError

WEIGHTS = Path(__file__).parent / "weights"
INDEX = WEIGHTS / "index.json"
LEVELS = ("easy", "medium", "hard")  # of the discriminator
REAL_SHARE = 0.05  # of held-out real images that do not reach a level's threshold
FEATURES = "features"  # the classifier's layer whose output distances are measured by


def _convolution(channels, size, **settings):
    return ("Conv2D", {"filters": channels, "kernel_size": size, "strides": 2, "padding": "same", **settings})


def classifier(shape, outputs):
    """Layers, `[(class name in keras.layers, its settings), ...]`, for images of a shape and so many classes."""
    return [
        ("Input", {"shape": tuple(shape)}),
        _convolution(24, 5, activation="relu"),
        _convolution(48, 3, activation="relu"),
        _convolution(96, 3, activation="relu"),
        ("Flatten", {}),
        ("Dropout", {"rate": 0.3}),
        ("Dense", {"units": 64, "activation": "relu"}),
        ("Dropout", {"rate": 0.3, "name": FEATURES}),  # its output is its input, when it is not trained
        ("Dense", {"units": outputs}),
    ]


def discriminator(shape, outputs=1):
    """Layers as of `classifier`, for images of a shape."""
    layers = [("Input", {"shape": tuple(shape)})]
    for channels in (24, 48, 80):
        layers += [_convolution(channels, 4), ("LeakyReLU", {"negative_slope": 0.2})]
    return [*layers, ("Flatten", {}), ("Dropout", {"rate": 0.3}), ("Dense", {"units": outputs})]


KINDS = {"classifier": classifier, "discriminator": discriminator}


@dataclass
class Reference:
    """The reference networks of one data set.

    Attributes:
        dataset: the data set's name.
        weights: list of arrays for each network, by its name: `"classifier"`, and each of `LEVELS`.
        thresholds: floats (levels,): the logit that 95 % of held-out real images reach, by level.
        facts: what the index states: `shape` of an image, `networks` (which kind each is of), `frechet_scale`, and what
            was measured when they were trained.
    """

    dataset: str
    weights: dict
    thresholds: np.ndarray
    facts: dict

    def layers(self, network):
        """The layers of a network, `[(class name in keras.layers, its settings), ...]`."""
        return KINDS[self.facts["networks"][network]](self.facts["shape"], len(self.weights[network][-1]))


def judged():
    """Names of the data sets that there are reference networks for."""
    return tuple(sorted(_index()))


def facts(dataset):
    """What the index states of a data set's networks, a dict; empty where there are none."""
    return _index().get(dataset, {})


def load(dataset):
    """Read the reference networks of a data set.

    Raises:
        CheckerError: there are none, or the file is not the one that was shipped.
    """
    index = _index()
    if dataset not in index:
        raise CheckerError(
            f"There are no reference networks for {dataset}; there are for {', '.join(index) or 'none'}."
        )
    path, stated = WEIGHTS / f"{dataset}.npz", index[dataset]
    content = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(content).hexdigest() != stated["sha256"]:
        state = "is damaged" if content else "is missing"
        raise CheckerError(f"The file of reference networks {path} {state}.\nInstall the workshop again.")
    weights = {name: [] for name in stated["networks"]}
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        thresholds = arrays["thresholds"].astype("float32")
        for name in weights:
            weights[name] = [arrays[key].astype("float32") for key in sorted(arrays) if key.startswith(f"{name}/")]
    return Reference(dataset, weights, thresholds, stated)


def save(reference):
    """Write reference networks, and their checksum into the index; weights as float16, which changes no verdict."""
    arrays = {"thresholds": np.asarray(reference.thresholds, dtype="float32")}
    for name, weights in reference.weights.items():
        arrays |= {f"{name}/{index:02}": array.astype("float16") for index, array in enumerate(weights)}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    WEIGHTS.mkdir(exist_ok=True)
    (WEIGHTS / f"{reference.dataset}.npz").write_bytes(buffer.getvalue())
    stated = reference.facts | {"sha256": hashlib.sha256(buffer.getvalue()).hexdigest()}
    index = _index() | {reference.dataset: stated}
    INDEX.write_text(json.dumps(dict(sorted(index.items())), indent=2) + "\n", encoding="utf-8")


def _index():
    return json.loads(INDEX.read_text("utf-8")) if INDEX.exists() else {}


def shape_of(images):
    """The shape of one image, (height, width, channels), of uint8 (n, height, width) or with channels behind."""
    return (*images.shape[1:3], images.shape[3] if images.ndim == 4 else 1)


def as_input(images):
    """uint8 (n, height, width), or with channels behind, as the networks take them."""
    return images.reshape(len(images), *shape_of(images)).astype("float32") / 255
