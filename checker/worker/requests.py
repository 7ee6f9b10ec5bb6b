"""Answers requests: loads a learner's file, calls what is in it, and hands over plain data."""

import difflib
import gc
import io
import itertools
import json
import linecache
import logging
import sys
import tempfile
import types
from contextlib import nullcontext, suppress
from pathlib import Path

import numpy as np

from checker.worker import facts, fitting, gradients, handed, watching, wire
from checker.worker.explain import explain
from checker.worker.exports import TEXT, Objects, describe, locations
from checker.worker.operations import Watch
from checker.worker.own import OwnObjects

import workshop  # noqa: F401, isort: skip (has Keras start quietly, where the checker itself imports it, for `--debug`)

FORWARD_BATCH = 500  # images sent through a network at a time,
FORWARD_VALUES = 500 * 28 * 28  # and numbers of what goes in, out of training: wide layers make many times as many


def import_keras():
    """Import Keras in two thirds of its usual time.

    Its plotting helpers load matplotlib, pydot and IPython, which no check needs; and the garbage collector looks again
    and again at a million objects that are there to stay.
    """
    absent = [name for name in ("matplotlib", "pydot", "IPython") if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # None: "not installed", until Keras is imported
    gc.disable()
    try:
        import keras
    finally:
        for name in absent:
            del sys.modules[name]
        gc.enable()
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)  # tracing a graph makes many objects, and little garbage
    # Checks call a function in many ways. That is no fault of the learner, who would read of it under "printed".
    logging.getLogger("tensorflow").addFilter(lambda record: "tf.function retracing" not in record.getMessage())
    return keras


class Missing(Exception):
    """The learner's file has no such function."""

    def __init__(self, name, similar):
        super().__init__(name)
        self.name, self.similar = name, similar


class Worker(OwnObjects, Objects):
    """Answers requests. One instance serves one learner's file, or rebuilds models and serves none."""

    def __init__(self):
        super().__init__(import_keras())
        self.module = None
        self.path = None
        self.explained = {}  # what there is to know of the last exception

    def answer(self, request):
        """Answer a request, whatever it does: a dict with `value`, `raised`, `missing`, `refused` or `changed`."""
        request = dict(request)
        try:
            number, operation = request.pop("id"), request.pop("op")
            value = getattr(self, f"do_{operation}")(**request)
            reply = {"id": number, "value": self.export(value)}
            return wire.pack(reply)
        except Missing as error:
            return wire.pack({"id": number, "missing": error.name[:TEXT], "similar": error.similar})
        except wire.WireError as error:
            return wire.pack({"id": number, "refused": str(error)[:TEXT]})
        except handed.Changed as error:
            return wire.pack({"id": number, "changed": str(error)[:TEXT]})
        except BaseException as error:  # SystemExit and KeyboardInterrupt included: they are the learner's, too
            self.explained = explain(self.keras, error, self.path, self.module)
            return wire.pack({"id": number, "raised": describe(error, self.path)})

    # Requests

    def do_load(self, source, path, name, seed):
        """Run the file's text as a module; returns the lines at which its functions begin."""
        self.keras.utils.set_random_seed(seed)
        self.path = path
        source = source.tobytes()
        sys.path.append(str(Path(path).parent))
        sys.argv = [path]
        # Tracebacks and inspect quote the text that was handed in, also when the file has changed since.
        with suppress(UnicodeDecodeError, SyntaxError):
            lines = io.TextIOWrapper(io.BytesIO(source), encoding="utf-8").read().splitlines(keepends=True)
            linecache.cache[path] = (len(source), None, lines, path)
        self.module = types.ModuleType(name)
        self.module.__file__ = path
        sys.modules[name] = self.module
        exec(compile(source, path, "exec", dont_inherit=True), self.module.__dict__)
        return locations(self.module, self.path)

    def do_explain(self):
        """What there is to know of the last exception, beside what it says: see `checker.worker.explain`."""
        return self.explained

    def do_seed(self, seed):
        """Have Keras's random numbers begin anew."""
        self.keras.utils.set_random_seed(seed)

    def do_call(self, name, args, kwargs, tensors, returns, within=None):
        """Call a function of the learner's module.

        `tensors` hands arrays over as tensors; `returns` says whether the `"value"` is wanted, a `"reference"` to it
        whatever it is, or `"nothing"`. With `within` a pair is returned: the value, and which functions of other
        modules were reached, see `watching.Watch`.
        """
        function = self.resolve(name)
        kept, named = self.receive(args, tensors), self.receive(kwargs, tensors)
        args, kwargs = (handed.copied(each, apart=within is not None) for each in (kept, named))
        with watching.Watch(self.path, within) if within is not None else nullcontext() as watch:
            value = function(*args, **kwargs)
        handed.expect_left([*args, kwargs], [*kept, named])
        if watch:
            return value, watch.reached()
        return {"value": value, "nothing": None}[returns] if returns != "reference" else self.keep(value, "object")

    def do_counted(self, name, args):
        """Call a function of the learner's module; returns a pair: the value, and steps, see `watching.Steps`."""
        function, kept = self.resolve(name), self.receive(args)
        args = handed.copied(kept)
        with watching.Steps(self.keras) as steps:
            value = function(*args)
        handed.expect_left(args, kept)
        return value, steps.taken()

    def do_function(self, name):
        """A reference to a function of the learner's module, to hand to another."""
        return self.keep(self.resolve(name), "object")

    def do_gradient(self, name, args, by, compiled):
        """Call a function of the learner's module, and follow it back: see `checker.worker.gradients`."""
        return list(gradients.follow(self.resolve(name), self.receive(args, True), by, compiled))

    def do_method(self, target, name, args, kwargs, tensors, repeat):
        """Call a method of an object that an earlier request returned, `repeat` times; returns what came last."""
        method = getattr(self.receive(target), name)
        args, kwargs = self.receive(args, tensors), self.receive(kwargs, tensors)
        for _ in range(repeat):
            value = method(*args, **kwargs)
        return value

    def do_build_state(self, target, x, y):
        """Have a compiled model make the variables of its optimizer, loss and metrics now: see `fitting`."""
        model = self.receive(target)
        with suppress(Exception):  # what is wrong with them is told by `fit`
            fitting.build_state(model, x, y)

    def do_autoencode(self, encoder, decoder, images, settings):
        """Train models as an autoencoder, in place; only ever asked of a worker without learner code.

        Returns their weights, a list of arrays each.
        """
        models = self.receive([encoder, decoder])
        fitting.autoencode(self.keras, *models, images, **settings)
        return [list(model.get_weights()) for model in models]

    def do_get(self, target, name):
        """Read an attribute of an object that an earlier request returned."""
        return getattr(self.receive(target), name)

    def do_set(self, target, name, value):
        """Set an attribute of an object that an earlier request returned."""
        setattr(self.receive(target), name, self.receive(value))

    def do_read(self, target):
        """Take a model apart: configuration as JSON, weights as arrays, and whether it is built and compiled."""
        model = self.receive(target)
        config = json.dumps(self.serialized(model))
        # An operation that was told no layout of images has the one that the learner's file set for all.
        layout = json.dumps(self.keras.config.image_data_format())
        weights = [np.asarray(array) for array in model.get_weights()]
        for array in weights:
            if array.dtype.name not in wire.DTYPES:
                raise TypeError(f"weights of {array.dtype.name}")
        return {
            "config": config.replace('"data_format": null', f'"data_format": {layout}'),
            "weights": weights,
            "built": bool(model.built),
            "compiled": bool(model.compiled),
            "trained": [place for place, weight in enumerate(model.weights) if weight.trainable],
        }

    def serialized(self, model):
        """The configuration of a model, a dict."""
        serialize = self.keras.saving.serialize_keras_object
        try:
            return serialize(model)
        except Exception as error:
            if "get_config() missing" in str(error):  # a class stands there in the place of an object
                raise
        # A loss or a schedule need not be of a kind that can be written down: try without how it is compiled.
        vars(model)["get_compile_config"] = lambda: None
        try:
            return serialize(model)
        finally:
            vars(model).pop("get_compile_config", None)

    def do_rebuild(self, config, weights):
        """Put a model together again; only ever asked of a worker without learner code."""
        model = self.keras.saving.deserialize_keras_object(json.loads(config), safe_mode=True)
        if not model.built:
            raise ValueError("the model is not built")
        self.give(model, weights)
        return model

    def do_set_weights(self, target, weights):
        """Give a model that was rebuilt other weights."""
        self.give(self.receive(target), weights)

    def do_weights(self, targets, given):
        """Tell the weights of several models, a list of arrays each, once each has those that are given, if any are."""
        models = self.receive(targets)
        for model, weights in zip(models, given or (), strict=False):
            model.set_weights(weights)
        return [list(model.get_weights()) for model in models]

    @staticmethod
    def give(model, weights):
        """Set a model's weights; those of other shapes or kinds than its configuration makes are none of its own."""
        for wanted, got in itertools.zip_longest(model.weights, weights):
            fits = wanted is not None and got is not None and tuple(wanted.shape) == got.shape
            if not fits or np.dtype(wanted.dtype).kind != got.dtype.kind:
                wanted, got = ("none" if each is None else f"{each.dtype} {each.shape}" for each in (wanted, got))
                raise ValueError(f"the configuration makes weights {wanted}, those that came are {got}")
        model.set_weights(weights)
        for layer in model._flatten_layers():
            if type(layer).__name__ == "Normalization":
                layer.finalize_state()  # what it computes with is no weight, but made of its weights

    def do_open(self, content):
        """Open a model file of Keras's own format; only ever asked of a worker without learner code."""
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:  # a confined worker removes nothing
            path = Path(folder, "model.keras")
            path.write_bytes(content.tobytes())
            return self.keras.saving.load_model(path, compile=False, safe_mode=True)

    def do_forward(self, target, inputs, training, before):
        """Send inputs through a model in batches.

        `inputs` is a list of arrays (n, ...), one for each input; `before` names a layer whose input is wanted instead
        of the output.
        """
        model = self.receive(target)
        if training:
            self.rewind(model)
        if before is not None:
            model = self.keras.Model(model.inputs, model.get_layer(before).input)
        outputs, size = [], FORWARD_BATCH
        if not training:  # there the rows of a batch hang on each other
            values = max(array[:1].size for array in inputs)
            size = max(min(size, FORWARD_VALUES // max(values, 1)), 1)
        for start in range(0, len(inputs[0]), size):
            part = [array[start : start + size] for array in inputs]
            output = model(part if len(part) > 1 else part[0], training=training)
            if not self.keras.ops.is_tensor(output):  # but several, or one in a list
                return output
            outputs.append(np.array(output))
        return np.concatenate(outputs) if len(outputs) > 1 else outputs[0]

    def do_watch(self, target, inputs, given, skipped, vary, training):
        """Send inputs through a rebuilt model, and tell of each operation; see `checker.worker.operations`.

        Where outputs of nodes are given, inputs of one row are repeated for as many as these have.
        """
        watch = Watch(self.keras, dict(given), skipped, vary, training)
        with np.errstate(all="ignore"):
            output, end = watch.run(self.receive(target), inputs)
        return {"nodes": watch.nodes, "output": output, "end": end}

    @staticmethod
    def rewind(model):
        """Have dropout and the like draw the same numbers each time: what comes out hangs on weights and inputs alone.

        Else two looks at a network, before and after some steps, would differ by chance; and a verdict with them.
        """
        weights = {id(weight) for weight in model.weights}
        others = [each for each in model.variables if id(each) not in weights]
        seeds = [each for each in others if tuple(each.shape) == (2,) and "int" in each.dtype]
        for number, state in enumerate(seeds):
            state.assign(np.array([number, 0], dtype=state.dtype))  # as keras.random.SeedGenerator(number) begins

    def do_facts(self, target):
        """Tell a model's inputs and outputs, parameter counts and layers, nested models taken apart."""
        return facts.of_model(self.keras, self.receive(target))

    def do_fixed(self, target, trained):
        """Tell which of a model's weights training cannot change, see `checker.worker.gradients`."""
        return gradients.fixed(self.receive(target), trained)

    def do_followed(self, target):
        """Tell to which of a model's inputs a gradient leads, see `checker.worker.gradients`."""
        return gradients.followed(self.receive(target))

    # Helpers

    def resolve(self, name):
        value = self.module
        for part in name.split("."):
            if not hasattr(value, part):
                names = ((key, item) for key, item in list(vars(self.module).items()) if type(key) is str)
                own = [key[:TEXT] for key, item in names if callable(item) and not key.startswith("_")]
                raise Missing(name, difflib.get_close_matches(part, own, n=1)[:1])
            value = getattr(value, part)
        return value

    def hello(self):
        """Run TensorFlow's first operation, which takes a while, and tell the versions."""
        import tensorflow

        self.keras.ops.zeros((1,))
        versions = {"keras": self.keras.__version__, "tensorflow": tensorflow.__version__, "numpy": np.__version__}
        return wire.pack({"id": 0, "value": versions})

    def loop(self, channel):
        """Say hello, then answer until the checker hangs up."""
        for piece in self.hello():
            channel.sendall(piece)
        reader = wire.Reader()
        while True:
            data = channel.recv(min(reader.missing, 1 << 20))
            if not data:
                return
            parts = reader.feed(data)
            if parts:
                reader = wire.Reader()
                self._reply(channel, wire.unpack(*parts))
                del parts  # what was asked and answered is not kept until the next request

    def _reply(self, channel, request):
        for piece in self.answer(request):
            sys.stdout.flush()
            sys.stderr.flush()
            channel.sendall(piece)
