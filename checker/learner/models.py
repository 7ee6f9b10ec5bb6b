"""Handles on models and other objects that live in other processes."""

import json
import re
from dataclasses import dataclass

import numpy as np

from checker.failures import Failure, Unwritten
from checker.learner.configurations import foreign_class, uncompiled
from checker.learner.messages import brief
from checker.learner.rebuilder import REBUILD_LIMITS
from checker.sandbox.process import WorkerEnded
from checker.text import describe

BUILT_IN = "Sequential or functional, of Keras's built-in layers"


@dataclass
class Call:
    """A call of the learner's code: as text, the function of the file that it is about, and what was printed."""

    text: str
    function: str
    printed: str = ""


class Remote:
    """An object that lives in the learner's worker. What its methods tell is the learner's word, not the checker's."""

    def __init__(self, learner, ref):
        self._learner, self.ref, self.generation = learner, ref, learner.generation

    def __str__(self):
        kind = self.ref.type.rpartition(".")[2]
        if self.of_keras("layers"):
            return f"the layer {kind}"
        if self.of_keras("losses"):
            return f"a loss object, {kind}: call it with labels and logits"
        if kind == "KerasTensor":
            shape = re.search(r"shape=(\(.*?\))", self.ref.text)
            return f"a KerasTensor of shape {shape[1]}" if shape else "a KerasTensor"
        return re.sub(r" at 0x[0-9a-fA-F]+", "", str(self.ref))

    def of_keras(self, package):
        """Whether it is of a class of Keras's own in this package, as its worker tells it; for messages only."""
        return self.ref.type.startswith(f"keras.src.{package}.")

    def call(self, method, *args, limits=None, about="", tensors=False, repeat=1, **kwargs):
        """Call a method `repeat` times; `about` names the learner's function that a failure should point to."""
        called = call_text(f"model.{method}" if self.ref.kind == "model" else method, args, kwargs)
        if about:  # else it is the checker's own business, such as reading weights, and tells a learner nothing
            self._learner.calls.append(Call(called, about))
        return self._learner._ask(
            called, about, "method", limits,
            target=self, name=method, args=args, kwargs=kwargs, tensors=tensors, repeat=repeat,
        )  # fmt: skip

    def get(self, name):
        """Read an attribute."""
        called = f"model.{name}" if self.ref.kind == "model" else name
        return self._learner._ask(called, "", "get", None, target=self, name=name)

    def model(self, name, maker):
        """Read an attribute that is a `Model`; a failure says which function made what lacks it."""
        value = self.get(name)
        if not isinstance(value, Model):
            raise Failure(f"the {name} of {maker}()", f"a Keras model, as the attribute `{name}`", describe(value))
        return value

    def set(self, name, value):
        """Set an attribute."""
        self._learner._ask("", "", "set", None, target=self, name=name, value=value)

    def build_state(self, images, labels):
        """Have a compiled model make its training's variables, so that `fit` begins sooner; see the worker."""
        self._learner._ask("", "", "build_state", None, target=self, x=images, y=labels)

    def read(self, function, called):
        """The model as it is now, as a new `Model`.

        Args:
            function: the learner's function that a failure should point to.
            called: what to call the model in messages.
        """
        return Model.read(self._learner, self, called, function)


class Model:
    """A Keras model, known by its configuration and weights, and judged from a copy that a clean worker rebuilt.

    Call it with an array (n, ...) for each of its inputs; `training=True` for those of training mode.

    Attributes:
        compiled: whether the learner's model had been compiled.
        live: the learner's own object, a `Remote`, to hand to the learner's functions.
        weights: list of arrays, in the order of `keras.Model.get_weights`.
    """

    def __init__(self, learner, config, weights, origin, compiled=False, live=None, trained=()):
        self._learner, self._config, self._origin = learner, config, origin
        self.weights, self.compiled, self.live, self._trained = weights, compiled, live, list(trained)
        self._facts = None

    @classmethod
    def read(cls, learner, live, called, function):
        """Read a model out of the learner's worker; a model of a kind that cannot be rebuilt is a `Failure`."""

        def refuse(what, expected, got, hint):
            raise Failure(what, expected, got, hint, called, learner.where(function))

        thing = f"the model of {function}()"
        hint = (
            "Use keras.Sequential or keras.Model(inputs, outputs), with keras.layers: no Lambda, no class of your own."
        )
        try:
            taken = learner._ask(called, function, "read", REBUILD_LIMITS, target=live)
        except Unwritten:
            raise
        except Failure as failure:
            found = re.match(r"TypeError: (\w+)\.get_config\(\) missing", failure.got)
            if found:
                refuse(f"the parts of {thing}", "objects", f"the class {found[1]} among them", failure.hint)
            if live.of_keras("models") and "erializ" in failure.got:
                hint = "Keras cannot save a part of it: give activations by name, or use layers such as LeakyReLU."
                refuse(f"reading {thing}", BUILT_IN, failure.got, hint)
            if live.of_keras("models"):  # of the right kind, then; it may be much too large
                refuse(f"reading {thing}", "layers and weights of ordinary size", failure.got, failure.hint)
            refuse(f"the kind of {thing}", BUILT_IN, f"{live.ref.type}, which cannot tell its layers", hint)
        try:
            config = uncompiled(json.loads(taken["config"]))
            foreign = foreign_class(config)
        except (ValueError, RecursionError, TypeError, AttributeError):
            refuse(thing, "a configuration that can be read", "something else", hint)
        if foreign:
            refuse(f"the kind of {thing}", BUILT_IN, f"it contains {foreign}", hint)
        if not taken["built"]:
            refuse(thing, "a built model", "it has no shapes yet", "Begin with keras.Input and the shape of one image.")
        config = json.dumps(config)
        return cls(learner, config, taken["weights"], (called, function), taken["compiled"], live, taken["trained"])

    def __str__(self):
        return "a Keras model"

    def __call__(self, *inputs, training=False):
        """Send inputs through the rebuilt copy.

        Args:
            *inputs: an array (n, ...) for each of the model's inputs, in their order.
            training: whether dropout and batch normalization act as in training.

        Returns:
            The outputs, an array.
        """
        shown = ", ".join(describe(each) for each in inputs)
        text = f"{self._origin[0]}({shown if len(inputs) == 1 else f'[{shown}]'})"
        self._learner.calls.append(Call(text, self._origin[1]))
        target = self._copy()
        value = self._ask("forward", text, target=target, inputs=list(inputs), training=training, before=None)
        if training:
            self._learner.rebuilder.changed(self._config)  # the statistics of batch normalization are weights
        return self._rows(value, inputs, text)

    def watch(self, *inputs, given=(), skipped=(), vary=False, training=False):
        """Send inputs through the rebuilt copy, outside of training, and see what each operation does.

        Args:
            *inputs: an array (n, ...) for each of the model's inputs, in their order; with `given`, of one row, which
                is repeated for as many as `given` has.
            given: pairs of a node's index and an array (n, ...): its output, in the place of what it computes.
            skipped: indices of nodes that give on what they get.
            vary: whether to find out what bends; see `checker.worker.operations`.
            training: whether layers act as in training, where outputs of nodes are given.

        Returns:
            A dict: nodes (see there), output (an array), end (the index of its node).
        """
        found = self._ask(
            "watch", self._origin[0], target=self._copy(), inputs=list(inputs),
            given=[list(each) for each in given], skipped=list(skipped), vary=vary, training=training,
        )  # fmt: skip
        self._rows(found["output"], inputs if not given else [given[0][1]], self._origin[0])
        return found

    def autoencoded(self, decoder, images, limits, **settings):
        """Train it and a decoder as a plain autoencoder, in the clean worker; the learner's code takes no part.

        Args:
            decoder: a `Model` that makes images of what this one makes of images.
            images: float32 (n, h, w, c).
            limits: `Limits` of the training.
            settings: see `checker.worker.fitting.autoencode`.

        Returns:
            New models, `(encoder, decoder)`.
        """
        pair = self, decoder
        names = [each._copy() for each in pair]
        for each in pair:
            self._learner.rebuilder.changed(each._config)
        called = f"{self._origin[0]}, {decoder._origin[0]}"
        trained = self._ask(
            "autoencode", called, limits=limits, encoder=names[0], decoder=names[1], images=images, settings=settings
        )
        return tuple(each.with_weights(weights) for each, weights in zip(pair, trained, strict=True))

    def _rows(self, value, inputs, called):
        """What came out, if it is an array with as many rows as went in."""
        rows = len(inputs[0])
        if not isinstance(value, np.ndarray) or value.size == 0 or value.shape[:1] != (rows,):
            hint = "The first axis counts the examples: no layer may change it, or mix numbers of several examples."
            if isinstance(value, (dict, list, tuple)):
                hint = "One output is wanted, by itself, not in a dict or a list: keras.Model(inputs, output)."
            what, wanted = f"the output of {self._origin[1]}()'s model", f"one array, with a row for each of {rows}"
            raise Failure(what, wanted, describe(value), hint, called, self._learner.where(self._origin[1]))
        return value

    def _copy(self):
        """The reference of a rebuilt copy that has these weights now.

        Models of one configuration share it, one after the other: setting weights takes a tenth of a rebuild's time.
        """
        rebuilder, called = self._learner.rebuilder, self._origin[0]
        ref, weights = rebuilder.find(self._config)
        if ref is None:
            ref = self._ask("rebuild", called, config=self._config, weights=self.weights)
        elif weights is not self.weights:
            rebuilder.changed(self._config)  # should this end halfway
            self._ask("set_weights", called, target=ref, weights=self.weights)
        rebuilder.keep(self._config, ref, self.weights)
        return ref

    @property
    def layers(self):
        """Facts of each layer and operation, nested models and wrappers taken apart.

        A dict each: name, type, settings, weights (their shapes).
        """
        return self.facts["layers"]

    @property
    def facts(self):
        """Facts of the whole: inputs and outputs (a list of dicts each, shape and dtype), parameters, layers."""
        if self._facts is None:
            self._facts = self._ask("facts", self._origin[0], target=self._copy())
        return self._facts

    @property
    def fixed(self):
        """Places in `weights` of those that training cannot change, a list: they are frozen, or get no gradient."""
        return self._ask("fixed", self._origin[0], target=self._copy(), trained=self._trained)

    @property
    def followed(self):
        """For each input whether a gradient leads to it from the output, a list of bool: none for whole numbers."""
        return self._ask("followed", self._origin[0], target=self._copy())

    @property
    def input_shape(self):
        """The shape of its input, as a list; None where it has several, or none."""
        return self.facts["inputs"][0]["shape"] if len(self.facts["inputs"]) == 1 else None

    @property
    def function(self):
        """The learner's function that made it."""
        return self._origin[1]

    def note(self, **figures):
        """Note numbers about the answer, for a scoreboard; see `Learner.figures`."""
        self._learner.figures.update(figures)

    def with_weights(self, weights):
        """The same architecture with other weights."""
        return Model(self._learner, self._config, weights, self._origin)

    def _ask(self, op, called, /, limits=REBUILD_LIMITS, **fields):
        def fail(what, expected, got, hint):
            raise Failure(what, expected, got, hint, called, where) from None

        function = self._origin[1]
        where = self._learner.where(function)
        doing = {"facts": "reading", "forward": "calling", "autoencode": "training"}.get(op, "rebuilding")
        what = f"{doing} the model of {function}()"
        try:
            reply = self._learner.rebuilder.request(op, limits, **fields)
        except WorkerEnded as ended:
            fail(what, "it works within ordinary time and memory", f"it {ended.reason}", "Is the model much too large?")
        if "value" in reply:
            return reply["value"]
        raised = reply.get("raised") or {}
        got = reply["refused"] if "refused" in reply else f"{raised['type']}: {brief(raised['message'])}"
        hint = f"The checker rebuilds models: {BUILT_IN}."
        if re.search(r"indices\S* = \d+ is not in \[0, \d+\)", got):
            hint = "A table, such as an Embedding's, needs a row for each class."
        return fail(what, "no exception", got, hint)


def lower(value, learner):
    """Put references in the place of handles, on the way to the learner's worker."""
    if isinstance(value, Model):
        value = value.live
    if isinstance(value, Remote):
        if value.generation != learner.generation:
            raise learner.gone(value.generation)
        return value.ref
    if isinstance(value, dict):
        return {key: lower(item, learner) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(lower(item, learner) for item in value)
    return value


def no_model(name, value):
    """What to do where a function was to return a model, and returned something else."""
    parts = value if isinstance(value, (list, tuple)) else ()
    if value is None:
        return f"Does {name}() end with `return` and the model?"
    if sum(isinstance(each, Model) for each in parts) == 1:
        return "Return the model alone."
    if any(isinstance(each, Remote) and each.of_keras("layers") for each in parts):
        return "Make a model of the layers: keras.Sequential([...])."
    if isinstance(value, Remote) and value.ref.type.endswith(".KerasTensor"):
        return "This is the network's output. Return the network: keras.Model(inputs, outputs)."
    return ""


def call_text(name, args, kwargs):
    """A call as a learner would type it, with arrays as dtype and shape: `prepare(uint8 (5, 28, 28), uint8 (5,))`."""

    def nested(value):
        inside = isinstance(value, (list, tuple)) and any(
            isinstance(item, np.ndarray) or nested(item) for item in value
        )
        return inside or isinstance(value, (Model, Remote, dict))

    def show(value):
        if isinstance(value, (Model, Remote)):
            return (
                "model" if isinstance(value, Model) or value.ref.kind == "model" else value.ref.type.rpartition(".")[2]
            )
        if isinstance(value, dict):
            return f"{{{', '.join(f'{key!r}: {show(item)}' for key, item in value.items())}}}"
        if isinstance(value, (list, tuple)) and any(map(nested, value)):
            return f"[{', '.join(map(show, value[:2]))}{', ...' * (len(value) > 2)}]"
        many = isinstance(value, (list, tuple)) and any(isinstance(item, np.ndarray) for item in value)
        return describe(value) if many or isinstance(value, np.ndarray) else repr(value)

    shown = [show(value) for value in args] + [f"{key}={show(value)}" for key, value in kwargs.items()]
    return f"{name}({', '.join(shown)})"
