"""Networks that turn numbers into images: generators, and the decoders of autoencoders."""

import math

import numpy as np

from workshop import data
from workshop.data import creatures
from workshop.play import judging
from workshop.play.nearest import Nearest
from workshop.play.session import NO_NUMBERS, Session, compiled, encoded
from workshop.runs import RunError

MOST_IMAGES = 64  # in one message
CHOICE = 16  # real images that can be mixed
STRENGTHS = (-0.5, 2.5)  # of an attribute: 0 and 1 are what images showed


class Imager:
    """A network of one run that makes images.

    Attributes:
        network: a `keras.Model`.
        roles: what its inputs are, in their order: `"noise"`, `"label"` or `"strength"`.
        latent_dim: how many numbers an image is made from.
        shape: of an image: (h, w, 1) or (h, w, 3).
        low: what is black: -1 for a generator, 0 for a decoder. White is 1.
        ask: the network as a function.
        about: what a page is told of it.
    """

    def __init__(self, run, network, file, low):
        self.network, self.low = network, low
        self.shape = tuple(network.outputs[0].shape[1:])
        self.roles = [_role(each) for each in network.inputs]
        wrong = len(network.outputs) != 1 or len(self.shape) != 3 or self.shape[-1] not in (1, 3) or None in self.shape
        if wrong or "noise" not in self.roles or len(set(self.roles)) < len(self.roles) or None in self.roles:
            takes = ", ".join(f"{each.dtype} {tuple(each.shape)}" for each in network.inputs)
            raise RunError(
                f"{run.folder / file} is no network that a page can ask for images: it maps {takes} to"
                f" {', '.join(str(tuple(each.shape)) for each in network.outputs)}.\nExpected numbers (None, n), and"
                " beside them at most a label, int32 (None,), and a strength, float32 (None, 1); to images"
                " (None, h, w, 1) or (None, h, w, 3)."
            )
        self.latent_dim = network.inputs[self.roles.index("noise")].shape[1]
        self.ask = compiled(network, network.inputs, network.outputs)
        self.about = {"title": run.name, "parameters": network.count_params(), "latent": self.latent_dim}
        # What a page needs to ask by itself.
        shapes = [list(each.shape[1:]) for each in network.inputs]
        self.alone = {"roles": self.roles, "shapes": shapes, "latent": self.latent_dim}

    def make(self, codes, label=0, strength=1.0):
        """Images of codes.

        Args:
            codes: float (n, d), of which the first `latent_dim` numbers count.
            label: an integer, and `strength` a number, for networks that take them.

        Returns:
            uint8 (n, *shape).
        """
        (images,) = self.ask(*self.inputs(codes, label, strength))
        return np.clip(np.rint(255 * (images - self.low) / (1 - self.low)), 0, 255).astype("uint8")

    def inputs(self, codes, label=0, strength=1.0):
        """What the network takes, in its order."""
        given = {"noise": codes[:, : self.latent_dim], "label": label, "strength": strength}
        return [
            given[role] if role == "noise" else np.full((len(codes), *each.shape[1:]), given[role])
            for role, each in zip(self.roles, self.network.inputs, strict=True)
        ]


class Asked(Session):
    """A generator, or two that are asked the same."""

    kind, title, titles = "explore", "Ask your generator", "Ask two generators the same"

    def __init__(self, runs, command):
        self.makers = [self._maker(run) for run in runs]
        first, run = self.makers[0], runs[0]
        if len({(maker.shape, tuple(maker.roles)) for maker in self.makers}) > 1:
            told = "\n".join(
                f"{run.folder}: {', '.join(maker.roles)} to {maker.shape}"
                for run, maker in zip(runs, self.makers, strict=True)
            )
            raise RunError(f"Networks can be compared that take and make the same, and these do not:\n{told}")
        self._nearest = Nearest(run.dataset, first.shape)
        self._judge = judging.find(run.dataset)
        self.page = {
            "kind": self.kind,
            "title": self.title if len(runs) == 1 else self.titles,
            "command": command,
            "shape": list(first.shape),
            "low": first.low,
            "latent": max(maker.latent_dim for maker in self.makers),
            "labels": _labels(first, run.classes) if "label" in first.roles else None,
            "strength": _strength(run.classes) if "strength" in first.roles else None,
            "networks": [maker.about for maker in self.makers],
            "makers": [maker.alone for maker in self.makers],
            "nearest": run.dataset if self._nearest.may_be_had else "",
            "judge": self._judge is not None,
        }
        self.asks = {"make": self._make, "nearest": self._look, "judge": self._hear}

    def networks(self):
        return [maker.network for maker in self.makers]

    def exports(self):
        return [(maker.network, ()) for maker in self.makers]

    def probe(self, count):
        rng = np.random.default_rng(0)
        return [(maker.ask, maker.inputs(rng.normal(size=(count, maker.latent_dim)))) for maker in self.makers]

    def _maker(self, run):
        (network,) = run.networks()
        return Imager(run, network, run.files[0], low=-1)

    def _images(self, content):
        """`codes`, a list of lists of numbers, with `label` and `strength`: images of each network."""
        codes = np.array(content["codes"], "float32")
        if codes.ndim != 2 or codes.shape[1] != self.page["latent"] or not 0 < len(codes) <= MOST_IMAGES:
            raise ValueError(f"expected at most {MOST_IMAGES} codes of {self.page['latent']} numbers")
        label, strength = int(content.get("label") or 0), float(content.get("strength") or 0)
        if self.page["labels"] and not 0 <= label < len(self.page["labels"]):
            raise ValueError(f"there is no label {label}")
        if not (np.isfinite(codes).all() and math.isfinite(strength)):
            raise ValueError("expected numbers")
        return [maker.make(codes, label, strength) for maker in self.makers]

    def _make(self, content):
        return {"images": [encoded(images) for images in self._images(content)]}

    def _look(self, content):
        return {"nearest": [self._nearest.of(images[0]) for images in self._images(content)]}

    def _hear(self, content):
        if self._judge is None:
            raise ValueError("there is no judge")
        return {"verdicts": [self._judge(images) for images in self._images(content)]}


class Mixed(Asked):
    """An autoencoder, or two: the codes of real images, and the decoded images between them."""

    kind, title, titles = "mix", "Between two images", "Between two images, by two networks"

    def __init__(self, runs, command):
        self.encoders = []
        super().__init__(runs, command)
        shape = self.makers[0].shape
        dataset = data.load(runs[0].dataset)
        images = fitted(dataset.test.images[:CHOICE], shape)
        found = []
        for encoder in self.encoders:
            if tuple(encoder.inputs[0].shape[1:]) != shape:
                raise RunError(f"The encoder takes {tuple(encoder.inputs[0].shape)}, and the decoder makes {shape}.")
            try:
                (codes,) = compiled(encoder, encoder.inputs, encoder.outputs)(images.astype("float32") / 255)
            except FloatingPointError:
                raise RunError(NO_NUMBERS) from None
            found.append([[round(float(number), 5) for number in code] for code in codes])
        self.page |= {"real": encoded(images), "count": len(images), "codes": found}

    def _maker(self, run):
        encoder, decoder = run.networks()
        self.encoders.append(encoder)
        return Imager(run, decoder, run.files[1], low=0)

    def _images(self, content):
        """Each network has its own codes: `codes` has a list for each."""
        codes = content["codes"]
        if not isinstance(codes, list) or len(codes) != len(self.makers):
            raise ValueError(f"expected codes for {len(self.makers)} networks")
        found = []
        for maker, asked in zip(self.makers, codes, strict=True):
            asked = np.array(asked, "float32")
            if asked.ndim != 2 or asked.shape[1] != maker.latent_dim or not 0 < len(asked) <= MOST_IMAGES:
                raise ValueError(f"expected at most {MOST_IMAGES} codes of {maker.latent_dim} numbers")
            if not np.isfinite(asked).all():
                raise ValueError("expected numbers")
            found.append(maker.make(asked))
        return found


def fitted(images, shape):
    """Images as data sets have them, in the shape of a network's: with a border of black where they are smaller.

    Args:
        images: uint8 (n, h, w), or (n, h, w, 3).
        shape: (h, w, 1) or (h, w, 3).

    Returns:
        uint8 (n, *shape).

    Raises:
        RunError: they are larger, or of other colours.
    """
    images = images if images.ndim == 4 else images[..., np.newaxis]
    missing = [wanted - has for wanted, has in zip(shape, images.shape[1:], strict=True)]
    if min(missing) < 0 or missing[2]:
        raise RunError(f"The data's images {images.shape[1:]} do not fit into the network's, {shape}.")
    return np.pad(images, [(0, 0), *((each // 2, each - each // 2) for each in missing[:2]), (0, 0)])


def _role(tensor):
    shape, is_integer = tuple(tensor.shape[1:]), "int" in tensor.dtype
    if None in shape:
        return None
    if is_integer:
        return "label" if math.prod(shape) == 1 else None
    if len(shape) == 1 and shape[0] > 1:
        return "noise"
    return "strength" if math.prod(shape) == 1 else None


def _labels(maker, classes):
    """Names for the labels that a network takes: as many as its own layers say, the data set's where they fit."""
    count = _counted(maker.network.get_config()) or len(classes) or 10
    for names in (classes, creatures.KINDS if set(classes) & set(creatures.KINDS) else ()):
        if len(names) == count:
            return list(names)
    return [str(number) for number in range(count)]


def _counted(node):
    """How many labels there are, by the first layer or operation in a configuration that says so; None where none."""
    names = {"OneHot": "num_classes", "Embedding": "input_dim", "CategoryEncoding": "num_tokens"}
    if isinstance(node, dict):
        said = names.get(node.get("class_name"))
        if said and isinstance(node.get("config"), dict) and node["config"].get(said):
            return node["config"][said]
        # An operation keeps what it was called with in the first of its calls.
        node = list(node.values())
    if isinstance(node, list | tuple):
        return next(filter(None, map(_counted, node)), None)
    return None


def _strength(classes):
    winged = any(name.startswith("winged ") for name in classes)
    return {"name": "wings" if winged else "strength", "low": STRENGTHS[0], "high": STRENGTHS[1], "value": 1.0}
