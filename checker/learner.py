"""What a check holds in its hands: handles on code and models that live in other processes.

`learner.prepare(images, labels)` calls the function of that name in the learner's file, in the learner's worker, and
returns plain data. A Keras model comes back as a `Model`: everything a check learns from it is computed from a copy
that a second worker rebuilt from configuration and weights, without the learner's code.
"""

import difflib
import json
import re
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from checker import source
from checker.errors import CheckerError
from checker.failures import Failure, LoadFailure, OutOfTime, Tampering, Unwritten
from checker.files import read_source
from checker.sandbox import launchers
from checker.sandbox.limits import Limits
from checker.sandbox.process import WorkerEnded
from checker.text import describe, readable
from checker.worker.wire import Ref

MESSAGE_SHOWN = 500  # characters of an exception's message
BUILT_IN = "Sequential or functional, of Keras's built-in layers"
# What a configuration may name. Everything else in Keras's namespace stays out: layers that run code of their own, and
# the loaders of other formats.
MODULES = re.compile(
    r"keras|keras\.(layers|initializers|regularizers|constraints|activations|dtype_policies)"
    r"|keras\.src\.models\.(functional|sequential)|keras\.src\.ops\.(numpy|nn|math)"
)
FORBIDDEN = {"Lambda", "TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer", "MapCallable", "function"}
PLAIN = {"__keras_tensor__", "__tuple__", "__slice__", "__ellipsis__"}  # Keras's tags for values, not for classes
# Seconds in which a worker answers all questions but those that name limits of their own, such as a training run. The
# solutions take two to three; what is meant is code that sleeps a little in every call.
MOST_SECONDS = 180
REBUILD_LIMITS = Limits(cpu_seconds=30, wall_seconds=60, memory_gb=4)


@dataclass
class Call:
    """A call of the learner's code: as text, the function of the file that it is about, and what was printed."""

    text: str
    function: str
    printed: str = ""


class Learner:
    """The learner's file, as functions to call.

    Attributes:
        calls: each `Call` so far, for the messages of failures.
        figures: numbers about the answer that checks noted, by name, such as the accuracy; no marks hang on them.
        locations: the line at which each function of the file begins.
        versions: of Keras, TensorFlow and NumPy, once the file was loaded.
        spent: seconds that the worker took to answer.
    """

    def __init__(self, exercise, path, seed, local=False, content=None, threads=True):
        """Read the file; it is loaded at the first call.

        Args:
            exercise: the name under which the file is imported.
            path: the file.
            seed: of Keras's random numbers in the worker.
            local: run everything in this process, so that `print` and `breakpoint()` work; for `--debug`.
            content: the file's bytes, uint8 (n,), where they were read before.
            threads: whether `beside` may use another core. With False all is done by one pair of workers, one after the
                other, which takes a fifth less computing: for machines whose cores have other submissions to judge.
        """
        self.exercise, self.path, self.seed = exercise, Path(path).absolute(), seed
        self.calls, self.figures, self.locations, self.versions = [], {}, {}, {}
        self._local, self.threads = local, threads
        self._process = None
        if content is None:
            self.source, self._load_failure = read_source(self.path, follow=launchers.level() == "practice")
        else:
            self.source, self._load_failure = content, None
        self._besides = []
        self.cancelled = threading.Event()  # once set, every request ends in a `Failure`
        self.generation = 0
        self.spent = 0.0  # seconds that the worker took to answer
        self.rebuilder = _Rebuilder(local, self.cancelled)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **kwargs: self.call(name, *args, **kwargs)

    def call(self, name, *args, limits=None, tensors=False, returns="value", **kwargs):
        """Call a function of the learner's file.

        Args:
            name: the function's; one that begins with `build_` must return a model.
            *args, **kwargs: plain data, `Model` or `Remote`.
            limits: a `checker.sandbox.Limits`.
            tensors: hand arrays over as tensors, for functions that `fit` calls with them.
            returns: `"value"`; or `"reference"`, a `Remote` whatever it is; or `"nothing"`, what it returns is left
                alone.

        Returns:
            Plain data; a Keras model as a `Model`; anything else as a `Remote`.

        Raises:
            Failure: the function is missing, raised, crashed, took too long, or is not written yet.
        """
        called = _call_text(name, args, kwargs)
        self.calls.append(Call(called, name))
        value = self._ask(
            called, name, "call", limits, name=name, args=args, kwargs=kwargs, tensors=tensors, returns=returns
        )
        if returns == "reference":
            self._of_kind(value, (Model, Remote))
        if name.rpartition(".")[2].startswith("build_") and not isinstance(value, Model):
            hint = f"Does {name}() end with `return model`?" if value is None else ""
            raise Failure(f"what {name}() returned", "a Keras model", describe(value), hint, called, self.where(name))
        return value

    def reached(self, name, *args, within=()):
        """Call a function of the learner's file, and tell which functions of other modules it reached.

        Args:
            name: the function's.
            *args: as for `call`.
            within: names of functions that one may use whatever they do; what they call in turn is left out.

        Returns:
            `["module.function", ...]`: the worker's word, which finds a shortcut but no deliberate disguise.
        """
        called = _call_text(name, args, {})
        self.calls.append(Call(called, name))
        names = self._ask(called, name, "reached", None, name=name, args=args, within=within)
        return [each for each in names if isinstance(each, str)] if isinstance(names, list) else []

    def means_to_hide(self):
        """What the file has with which it could hide what it calls: see `checker.source.means_to_hide`."""
        return source.means_to_hide(self.source)

    def names_reached(self, function):
        """Names that a function of the file uses, read from its text: see `checker.source.names_reached`."""
        return source.names_reached(self.source, function)

    def sequential(self, layers, weights=None):
        """Build a model of the checker's own in the learner's worker, to hand to the learner's functions.

        Args:
            layers: `[(class name in keras.layers, its settings), ...]`; `"Input"` first.
            weights: arrays as for `set_weights`.
        """
        value = self._ask("", "", "sequential", None, layers=[list(layer) for layer in layers], weights=weights)
        return self._of_kind(value, Model).live

    def keras(self, name, *args, **kwargs):
        """Make an object of Keras's own in the learner's worker, such as `keras("optimizers.SGD", 0.1)`."""
        return self._of_kind(self._ask("", "", "keras", None, name=name, args=args, kwargs=kwargs), Remote)

    @staticmethod
    def _of_kind(value, kind):
        """What the worker itself makes, and no learner code: anything else is a reply that was forged."""
        if not isinstance(value, kind):
            got = f"{describe(value)}, in the place of an object"
            hint = "Leave the checker's worker alone."
            raise Tampering("what the worker answered", "an answer of its own", got, hint)
        return value

    def beside(self, job):
        """Run `job(learner)` at once, beside the checks, in workers of its own that hold the same file.

        Args:
            job: takes a `Learner`; its random numbers must be its own (`rng.spawn`), for who draws first is chance.

        Returns:
            A `Beside`; call it for what the job returned.
        """
        beside = Beside(self, job)
        self._besides.append(beside)
        return beside

    def close(self):
        """End the workers."""
        for beside in self._besides:
            beside.close()
        for process in (self._process, self.rebuilder.process):
            if process:
                process.close()

    def where(self, function):
        """`(line, function)` at which a function of the file begins; None if unknown."""
        return (self.locations[function], function) if function in self.locations else None

    def load(self):
        """Load the file into a worker, unless one has it already.

        Raises:
            LoadFailure: it does not parse, import, or come to an end.
        """
        if self._load_failure:
            raise self._load_failure
        if self._process and self._process.alive:
            return
        self._process and self._process.close()
        self.generation += 1
        self._process = start_process(self._local, self.cancelled)
        self.versions = self._process.versions
        try:
            locations = self._ask(
                f"import {self.exercise}", "", "load", None,
                source=self.source, path=str(self.path), name=self.exercise, seed=self.seed,
            )  # fmt: skip
        except Failure as failure:
            failure = LoadFailure(
                f"loading {self.path.name}", "a module that can be imported", failure.got,
                failure.hint, failure.called, failure.where, failure.printed,
            )  # fmt: skip
            self._load_failure = failure
            raise failure from None
        # The worker's word, used in messages only.
        locations = locations if isinstance(locations, dict) else {}
        self.locations = {key: line for key, line in locations.items() if type(line) is int}

    def _ask(self, called, name, op, limits=None, /, **fields):
        """Ask the learner's worker and turn all that can go wrong into a `Failure`."""
        if op != "load":
            self.load()
        subject = f"{name}()" if name else self.path.name
        if limits is None and self.spent > MOST_SECONDS:
            raise OutOfTime(
                f"what {subject} does", f"an answer within {MOST_SECONDS} s in all",
                f"all that was asked took {self.spent:.0f} s", "Does something wait, or sleep, in every call?", called,
            )  # fmt: skip
        started = time.monotonic()
        try:
            reply = self._process.request(op, limits, **_lower(fields, self))
        except WorkerEnded as ended:
            frames = [frame for frame in ended.frames if frame[2] == str(self.path)]
            where = (frames[-1][0], frames[-1][1]) if frames else self.where(name)
            failure = OutOfTime if ended.out_of_time else Tampering if ended.tampering else Failure
            raise failure(
                f"what {subject} does", "an answer", f"it {ended.reason}", ended.hint, called, where,
                self._process.printed(),
            ) from None  # fmt: skip
        finally:
            self.spent += time.monotonic() - started if limits is None else 0
        printed = self._process.printed()
        if self.calls:
            self.calls[-1].printed += printed
        if "value" in reply:  # a model that is taken apart is no model again, whatever a forged reply says
            return reply["value"] if op == "read" else self._lift(reply["value"], called, name)
        if "missing" in reply:
            known = difflib.get_close_matches(name, self.locations, n=1) or reply.get("similar") or []
            hint = f"There is a {known[0]}(): is the name misspelled?" if known else "Keep the skeleton's names."
            raise Failure(f"the function {name}", "it is in the file", "it is missing", hint, called, None, printed)
        if "refused" in reply:
            raise Failure(
                f"what {subject} returned", "arrays and numbers of ordinary size", str(reply["refused"]), "", called,
                self.where(name), printed,
            )  # fmt: skip
        raise self._raised(reply.get("raised"), subject, name, called, printed)

    def _raised(self, raised, subject, name, called, printed):
        kind, message, frames = "an exception", "", []
        if type(raised) is dict:
            kind, message = str(raised.get("type"))[:100], str(raised.get("message"))
            frames = [frame for frame in raised.get("frames") or [] if type(frame) is list and len(frame) == 3]
        where = (frames[-1][0], str(frames[-1][1]) or kind) if frames else self.where(name)
        function = re.fullmatch(rf"{re.escape(self.exercise)}\.([\w.]+) is yours to write", message)
        if kind == "NotImplementedError" and function:
            return Unwritten(message, called=called, where=where, printed=printed)
        got = f"{kind}: {_brief(message)}" if message else kind
        if frames and frames[-1][2]:
            got += f"\nin the line: {readable(str(frames[-1][2]))}"
        return Failure(
            f"what {subject} does", "no exception", got, _exception_hint(kind, message), called, where, printed
        )

    def _lift(self, value, called, name):
        """Turn references in a reply into handles."""
        if isinstance(value, Ref):
            remote = Remote(self, value)
            return Model.read(self, remote, called, name) if value.kind == "model" else remote
        if isinstance(value, (list, tuple)):
            return type(value)(self._lift(item, called, name) for item in value)
        if isinstance(value, dict):
            return {key: self._lift(item, called, name) for key, item in value.items()}
        return value


class Beside:
    """A job that runs beside the checks, on another core; where workers cannot be forked, when its result is asked for.

    Calling it returns what the job returned, or raises what it raised.
    """

    def __init__(self, learner, job):
        self._learner, self._job, self._thread = learner, job, None
        self._done, self._value, self._error = False, None, None
        self._worked = learner
        if learner.threads and not learner._local and launchers.launcher().forks:
            # With the bytes that were read, not with what the file may have become since.
            self._worked = Learner(learner.exercise, learner.path, learner.seed, content=learner.source)
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()

    def __call__(self):
        if self._thread:
            self._thread.join()
        if not self._done or isinstance(self._error, CheckerError):  # what broke beside the checks is tried alone
            self._run()
        if self._worked.calls is not self._learner.calls:
            self._learner.calls += self._worked.calls
            self._learner.figures |= self._worked.figures
            # What it is asked from now on is asked by a check.
            self._worked.calls, self._worked.figures = self._learner.calls, self._learner.figures
        if self._error:
            raise self._error
        return self._value

    def _run(self):
        self._value = self._error = None
        try:
            self._value = self._job(self._worked)
        except Exception as error:  # a Failure, or a fault of the checker's: told when the result is asked for
            self._error = error
        self._done = True

    def close(self):
        """Stop the job, and end its workers."""
        if self._worked is not self._learner:
            self._worked.cancelled.set()
            self._thread.join()
            self._worked.close()


class Remote:
    """An object that lives in the learner's worker. What its methods tell is the learner's word, not the checker's."""

    def __init__(self, learner, ref):
        self._learner, self.ref, self.generation = learner, ref, learner.generation

    def __str__(self):
        return str(self.ref)

    def call(self, method, *args, limits=None, about="", tensors=False, repeat=1, **kwargs):
        """Call a method `repeat` times; `about` names the learner's function that a failure should point to."""
        called = _call_text(f"model.{method}" if self.ref.kind == "model" else method, args, kwargs)
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

    Call it with float32 inputs (n, ...) for its outputs; `training=True` for those of training mode.

    Attributes:
        compiled: whether the learner's model had been compiled.
        live: the learner's own object, a `Remote`, to hand to the learner's functions.
        weights: list of arrays, in the order of `keras.Model.get_weights`.
    """

    def __init__(self, learner, config, weights, origin, compiled=False, live=None):
        self._learner, self._config, self._origin = learner, config, origin
        self.weights, self.compiled, self.live = weights, compiled, live
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
            if live.ref.type.startswith("keras.src.models"):  # of the right kind, then; it may be much too large
                refuse(f"reading {thing}", "layers and weights of ordinary size", failure.got, failure.hint)
            refuse(f"the kind of {thing}", BUILT_IN, f"{live.ref.type}, which cannot tell its layers", hint)
        right = type(taken) is dict and type(taken.get("config")) is str and type(taken.get("weights")) is list
        if not right or not all(isinstance(array, np.ndarray) for array in taken["weights"]):
            refuse(thing, "a configuration and weights", "something else", hint)
        try:
            foreign = foreign_class(json.loads(taken["config"]))
        except (ValueError, RecursionError, TypeError, AttributeError):
            refuse(thing, "a configuration that can be read", "something else", hint)
        if foreign:
            refuse(f"the kind of {thing}", BUILT_IN, f"it contains {foreign}", hint)
        if taken.get("built") is not True:
            refuse(
                thing, "a built model", "it has no shapes yet", "Begin with keras.Input and the shape of one picture."
            )
        return cls(learner, taken["config"], taken["weights"], (called, function), taken.get("compiled") is True, live)

    def __call__(self, inputs, training=False, before=None):
        """Send inputs through the rebuilt copy.

        Args:
            inputs: float32 array (n, ...).
            training: whether dropout and batch normalization act as in training.
            before: name of a layer (one with `"top"` among its facts) whose input is wanted instead of the output.

        Returns:
            The outputs, an array.
        """
        text = f"{self._origin[0]}({describe(inputs)})"
        self._learner.calls.append(Call(text, self._origin[1]))
        target = self._copy()
        value = self._ask("forward", text, target=target, inputs=inputs, training=training, before=before)
        if training:
            self._learner.rebuilder.changed(self._config)  # the statistics of batch normalization are weights
        if not isinstance(value, np.ndarray):
            raise Failure(f"the output of {self._origin[1]}()'s model", "one array", describe(value), called=text)
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

        A dict each: name, type, wrapped, settings, input_shape (of the first input), output_shape, weights (their
        shapes), and top, whether `before` can name it.
        """
        return self.facts["layers"]

    @property
    def facts(self):
        """Facts of the whole: input_shape, output_shape (None where a model has several), parameters, layers."""
        if self._facts is None:
            self._facts = self._ask("facts", self._origin[0], target=self._copy())
        return self._facts

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

    def _ask(self, op, called, /, **fields):
        def fail(what, expected, got, hint):
            raise Failure(what, expected, got, hint, called, where) from None

        function = self._origin[1]
        where = self._learner.where(function)
        doing = {"facts": "reading", "forward": "calling"}.get(op, "rebuilding")
        what = f"{doing} the model of {function}()"
        try:
            reply = self._learner.rebuilder.request(op, **fields)
        except WorkerEnded as ended:
            fail(what, "it works within ordinary time and memory", f"it {ended.reason}", "Is the model much too large?")
        if "value" in reply:
            return reply["value"]
        raised = reply.get("raised") or {"type": "", "message": str(reply.get("refused"))}
        fail(
            what, "no exception", f"{raised['type']}: {raised['message']}", f"The checker rebuilds models: {BUILT_IN}."
        )
        return None


class _Rebuilder:
    """The clean worker in which models are rebuilt; it never sees the learner's file."""

    def __init__(self, local, cancelled):
        self._local, self._cancelled, self.process = local, cancelled, None
        self._copies = {}  # configuration: the reference of its copy, and the list of weights that it has

    @property
    def alive(self):
        return bool(self.process and self.process.alive)

    def request(self, op, **fields):
        if not self.alive:
            self.process and self.process.close()
            self.process = start_process(self._local, self._cancelled)
            self._copies = {}
        return self.process.request(op, REBUILD_LIMITS, **fields)

    def find(self, config):
        """The copy of a configuration: `(reference, weights)`, `(None, None)` where there is none."""
        return self._copies.get(config, (None, None)) if self.alive else (None, None)

    def keep(self, config, ref, weights):
        """Note that the copy of a configuration has these weights now."""
        self._copies[config] = ref, weights

    def changed(self, config):
        """Note that nobody knows which weights the copy of a configuration has now."""
        self._copies[config] = self._copies[config][0], None


def start_process(local, cancelled):
    """Start a worker: another process, or for `--debug` one inside this process.

    Args:
        local: whether it is for `--debug`.
        cancelled: a `threading.Event` that ends the request under way.
    """
    if not local:
        process = launchers.launcher().start()
        process.cancelled = cancelled
        return process
    from checker.worker.requests import Worker

    return _LocalProcess(Worker())


class _LocalProcess:
    """A worker inside the checker's own process, without limits; for `--debug` only."""

    alive = True
    versions: dict[str, str] = {}

    def __init__(self, worker):
        self._worker = worker

    def request(self, op, limits=None, **fields):
        from checker.worker import wire

        reader = wire.Reader()
        for piece in self._worker.answer({"id": 0, "op": op, **fields}):
            piece = memoryview(piece)
            while len(piece):
                count = min(reader.missing, len(piece))
                parts, piece = reader.feed(piece[:count]), piece[count:]
        return wire.unpack(*parts)

    def printed(self):
        return ""

    def close(self):
        pass


def foreign_class(config):
    """The first class or function in a model's configuration that is not one of Keras's own layers; "" if none is.

    Args:
        config: what `keras.saving.serialize_keras_object` made of a model.
    """
    top = config.get("class_name")
    if top not in ("Sequential", "Functional") or not MODULES.fullmatch(config.get("module") or ""):
        return f"the class {top}"
    waiting = [config]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            name = value.get("class_name")
            if name is not None and name not in PLAIN:
                module = value.get("module")
                if type(name) is not str or name in FORBIDDEN or not MODULES.fullmatch(str(module)):
                    if name == "__lambda__":
                        return "a lambda"
                    inside = f" {value.get('config')}" if name == "function" else ""
                    return readable(f"the {'function' if inside else 'class'} {inside or name}"[:120])
            for key, item in value.items():
                if key.endswith("activation") and isinstance(item, dict) and "class_name" not in item:
                    return "a lambda"  # which Keras writes as bytecode, without a name
                if key not in ("compile_config", "build_config"):
                    waiting.append(item)
        elif isinstance(value, list):
            waiting.extend(value)
    return ""


def _brief(message):
    """The part of an exception's message that a person reads; Keras adds colours, configurations and whole arrays."""
    message = re.sub(r"\x1b\[[0-9;]*m", "", message).split("\n\nArguments received")[0]
    if "Exception encountered: " in message:
        message = message.rpartition("Exception encountered: ")[2]
    if len(message) > MESSAGE_SHOWN:
        message = f"{message[:MESSAGE_SHOWN]} [cut: {len(message) - MESSAGE_SHOWN:,} more characters]"
    return message


def _lower(value, learner):
    """Put references in the place of handles, on the way to the learner's worker."""
    if isinstance(value, Model):
        value = value.live
    if isinstance(value, Remote):
        if value.generation != learner.generation:
            raise Failure("an object made before the worker ended", "it is still there", "it went with the worker")
        return value.ref
    if isinstance(value, dict):
        return {key: _lower(item, learner) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_lower(item, learner) for item in value)
    return value


def _call_text(name, args, kwargs):
    """A call as a learner would type it, with arrays as dtype and shape: `prepare(uint8 (5, 28, 28), uint8 (5,))`."""

    def show(value):
        if isinstance(value, (Model, Remote)):
            return (
                "model" if isinstance(value, Model) or value.ref.kind == "model" else value.ref.type.rpartition(".")[2]
            )
        many = isinstance(value, list) and any(isinstance(item, np.ndarray) for item in value)
        return describe(value) if many or isinstance(value, np.ndarray) else repr(value)

    shown = [show(value) for value in args] + [f"{key}={show(value)}" for key, value in kwargs.items()]
    return f"{name}({', '.join(shown)})"


def _exception_hint(kind, message):
    """What to look at, for exceptions that say little to a beginner."""
    if "positional argument" in message or "unexpected keyword argument" in message:
        return "Keep the parameters as the skeleton has them."
    return {
        "SystemExit": "Let the function return: no exit or quit.",
        "SyntaxError": "Python cannot read this line, or the one above it: look for a missing bracket, quote or colon.",
        "IndentationError": "Python goes by the spaces at the beginning of a line: line it up with its neighbours.",
        "TabError": "Tabs and spaces are mixed: use four spaces.",
        "NameError": "Is the name spelled as where it was defined, and defined before it is used?",
        "ModuleNotFoundError": "Is the module's name spelled right? The exercise needs only what the skeleton imports.",
        "UnboundLocalError": "The variable gets its value only on another path through the function.",
        "RecursionError": "The function calls itself without end.",
        "MemoryError": "Look at the shapes: is an array much too large?",
    }.get(kind, "")
