"""The reference networks: what they are made of, and their weights in plain arrays.

All take float32 (n, 28, 28, 1) in [0, 1]. The classifier returns logits (n, 10); a discriminator returns logits (n, 1),
above zero for "real".
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
LEVELS = ("easy", "medium", "hard")
REAL_SHARE = 0.05  # of held-out real digits that do not reach a level's threshold
FEATURES = "features"  # the classifier's layer whose output distances are measured by
INPUT = ("Input", {"shape": (28, 28, 1)})


def _convolution(channels, size, **settings):
    return ("Conv2D", {"filters": channels, "kernel_size": size, "strides": 2, "padding": "same", **settings})


CLASSIFIER = [
    INPUT,
    _convolution(24, 5, activation="relu"),
    _convolution(48, 3, activation="relu"),
    _convolution(96, 3, activation="relu"),
    ("Flatten", {}),
    ("Dropout", {"rate": 0.3}),
    ("Dense", {"units": 64, "activation": "relu"}),
    ("Dropout", {"rate": 0.3, "name": FEATURES}),  # its output is its input, when it is not trained
    ("Dense", {"units": 10}),
]
DISCRIMINATOR = [
    INPUT,
    _convolution(24, 4),
    ("LeakyReLU", {"negative_slope": 0.2}),
    _convolution(48, 4),
    ("LeakyReLU", {"negative_slope": 0.2}),
    _convolution(80, 4),
    ("LeakyReLU", {"negative_slope": 0.2}),
    ("Flatten", {}),
    ("Dropout", {"rate": 0.3}),
    ("Dense", {"units": 1}),
]


@dataclass
class Reference:
    """The reference networks of one data set.

    Attributes:
        dataset: the data set's name.
        classifier: list of the classifier's weights.
        levels: a list of weights for each level of the discriminator, easy to hard.
        thresholds: floats (3,): the logit that 95 % of held-out real digits reach, by level.
        facts: what was measured when they were trained, by name.
    """

    dataset: str
    classifier: list
    levels: list
    thresholds: np.ndarray
    facts: dict


def judged():
    """Names of the data sets that there are reference networks for."""
    return tuple(sorted(json.loads(INDEX.read_text("utf-8")))) if INDEX.exists() else ()


def load(dataset):
    """Read the reference networks of a data set.

    Raises:
        CheckerError: there are none, or the file is not the one that was shipped.
    """
    index = json.loads(INDEX.read_text("utf-8")) if INDEX.exists() else {}
    if dataset not in index:
        raise CheckerError(
            f"There are no reference networks for {dataset}; there are for {', '.join(index) or 'none'}."
        )
    path, facts = WEIGHTS / f"{dataset}.npz", index[dataset]
    content = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(content).hexdigest() != facts["sha256"]:
        state = "is damaged" if content else "is missing"
        raise CheckerError(f"The file of reference networks {path} {state}.\nInstall the workshop again.")
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        found = {name: arrays[name].astype("float32") for name in arrays.files}

    def weights(name):
        return [found[key] for key in sorted(found) if key.startswith(f"{name}/")]

    return Reference(dataset, weights("classifier"), [weights(level) for level in LEVELS], found["thresholds"], facts)


def save(reference):
    """Write reference networks, and their checksum into the index; weights as float16, which changes no verdict."""
    arrays = {"thresholds": np.asarray(reference.thresholds, dtype="float32")}
    for name, weights in (("classifier", reference.classifier), *zip(LEVELS, reference.levels, strict=True)):
        arrays |= {f"{name}/{index:02}": array.astype("float16") for index, array in enumerate(weights)}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    WEIGHTS.mkdir(exist_ok=True)
    (WEIGHTS / f"{reference.dataset}.npz").write_bytes(buffer.getvalue())
    index = json.loads(INDEX.read_text("utf-8")) if INDEX.exists() else {}
    index[reference.dataset] = reference.facts | {"sha256": hashlib.sha256(buffer.getvalue()).hexdigest()}
    INDEX.write_text(json.dumps(dict(sorted(index.items())), indent=2) + "\n", encoding="utf-8")


def as_input(images):
    """uint8 (n, 28, 28) as the networks take them."""
    return images[..., np.newaxis].astype("float32") / 255
