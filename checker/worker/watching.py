"""What a call did beside what it returned.

Which functions of other modules it reached: those that Python calls, and operations of graphs that it runs. And how
many steps the optimizers took that it made, at which learning rate, and with which other settings.
"""

import functools
import inspect
import sys
import threading
from contextlib import suppress

from checker.worker.operations import kind_of

RUNS_A_GRAPH = {"quick_execute", "execute_with_cancellation"}  # of TensorFlow: all graphs are run by these, by name
MOST_RATES = 200  # of a schedule, that are looked at
MOST_LETTERS = 40  # of a setting
NEXT_OF_A_PIPELINE = "iterator_get_next"  # runs functions of a `tf.data` pipeline, whose names are not told


class Watch:
    """While it is entered, calls are noted: a context manager.

    A graph hides the calls that were made while it was traced. So where one is run that had been there before any
    watch, its operations are told.
    """

    _traced = set()  # names of graphs that were traced while a watch looked on

    def __init__(self, path, within):
        """Say what is not told.

        Args:
            path: a file whose own functions are not told.
            within: names of functions of other modules that one may use whatever they do; what they call in turn
                is left out.
        """
        self._path, self._within = path, frozenset(within)
        self._names, self._run, self._before = {}, set(), set()

    def __enter__(self):
        self._before = graphs()
        threading.setprofile(self._look)  # of threads that begin from now on
        sys.setprofile(self._look)
        return self

    def __exit__(self, *error):
        sys.setprofile(None)
        threading.setprofile(None)
        Watch._traced |= graphs() - self._before

    def _look(self, frame, event, argument):
        if event == "call":
            name, caller = frame.f_code.co_name, frame.f_back
            if name in RUNS_A_GRAPH:
                self._run.add(frame.f_locals.get("op_name"))
            if frame.f_code.co_filename == self._path:
                return
            reached = f"{frame.f_globals.get('__name__')}.{name}"
        elif event == "c_call":
            reached, caller = f"{argument.__module__}.{argument.__name__}", frame
        else:
            return
        while caller is not None and not self._may(caller.f_code):
            caller = caller.f_back
        if caller is None:
            self._names.setdefault(reached)

    def _may(self, code):
        return code.co_name in self._within and code.co_filename != self._path

    def reached(self):
        """`["module.function", ...]`, in the order of their first calls: who calls stands before who is called."""
        unseen = self._before - Watch._traced
        if not any(name.endswith(f".{NEXT_OF_A_PIPELINE}") for name in self._names):
            unseen = {name for name in self._run if name in unseen}
        return [*self._names, *sorted({f"tensorflow.{kind}" for name in unseen for kind in operations(name)})]


class Steps:
    """While it is entered, the optimizers that are made are noted: a context manager."""

    def __init__(self, keras):
        """`keras` is the module."""
        self._base = next(each for each in keras.optimizers.Optimizer.__mro__ if each.__name__ == "BaseOptimizer")
        self._usual, self._made = self._base.__init__, []
        self._model, self._given = keras.Model, {}  # what trainings were given, by their optimizers

    def __enter__(self):
        usual, made = self._usual, self._made

        def note(optimizer, *args, **kwargs):
            usual(optimizer, *args, **kwargs)
            rate = None
            with suppress(Exception):  # made while a graph is traced: no number can be read there
                rate = float(optimizer.learning_rate)
            made.append((optimizer, rate))

        self._base.__init__ = note
        for name in TOLD:
            setattr(self._model, name, self._noting(name))
        return self

    def __exit__(self, *error):
        self._base.__init__ = self._usual
        for name in TOLD:
            delattr(self._model, name)  # what it inherits is there again

    def _noting(self, name):
        """A method of all models that does what it did, and notes what it was given for the model's optimizer."""
        usual, tell = getattr(self._model, name), TOLD[name]
        given = inspect.signature(usual)

        @functools.wraps(usual)
        def method(model, *args, **kwargs):
            result = usual(model, *args, **kwargs)
            with suppress(Exception):  # whatever the learner's code gave
                tell(self._given.setdefault(id(model.optimizer), {}), given.bind(model, *args, **kwargs).arguments)
            return result

        return method

    def taken(self):
        """`[steps, first learning rate, mean rate, settings]`, in the order in which they were made.

        The mean is that of a schedule over these steps; without one it is the last rate. Rates are None where no number
        can be read. The settings, such as the weight decay, are words: `{name: value}`.
        """
        return [
            [
                int(each.iterations),
                rate,
                None if rate is None else _mean_rate(each),
                _settings(each) | self._given.get(id(each), {}),
            ]
            for each, rate in self._made
        ]


def _mean_rate(optimizer):
    schedule, steps = getattr(optimizer, "_learning_rate", None), min(int(optimizer.iterations), MOST_RATES)
    if not callable(schedule) or not steps:
        return float(optimizer.learning_rate)
    return sum(float(schedule(step)) for step in range(steps)) / steps


def _tell_loss(told, given):
    loss = given.get("loss")
    if loss is not None:
        told["loss"] = (loss if isinstance(loss, str) else kind_of(loss))[:MOST_LETTERS]


def _tell_rows(told, given, most=None):
    rows = len(given["x"]) if most is None else min(len(given["x"]), most)
    told["largest batch"] = str(max(rows, int(told.get("largest batch", 0))))


def _tell_rows_of_fit(told, given):
    """Where images are an array: what else `fit` takes, such as a pipeline, is cut elsewhere."""
    if hasattr(given["x"], "shape"):
        _tell_rows(told, given, given.get("batch_size") or 32)


# Methods of models, and what tells of their arguments.
TOLD = {"compile": _tell_loss, "train_on_batch": _tell_rows, "fit": _tell_rows_of_fit}


def _settings(optimizer):
    """What it was made with, but for its learning rate and for its name, of which Keras makes a new one each time."""
    found = {"optimizer": type(optimizer).__name__}
    with suppress(Exception):  # an optimizer of the learner's own may have no configuration
        found |= {
            name: value
            for name, value in optimizer.get_config().items()
            if name not in ("name", "learning_rate") and isinstance(value, (bool, int, float, str, type(None)))
        }
    return {f"{name}"[:MOST_LETTERS]: f"{value}"[:MOST_LETTERS] for name, value in found.items()}


def _context():
    module = sys.modules.get("tensorflow.python.eager.context")
    return module.context() if module else None


def graphs():
    """The names of all functions that TensorFlow has traced."""
    context = _context()
    names = context.list_function_names() if context else ()
    return {name.decode() if isinstance(name, bytes) else name for name in names}


def operations(name):
    """The kinds of operations in a traced function, those of functions that it calls among them."""
    found, waiting, seen = set(), [name], set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        with suppress(Exception):  # no such function
            for node in _context().get_function_def(name).node_def:
                found.add(node.op)
                waiting += [node.op, *(value.func.name for value in node.attr.values() if value.func.name)]
    return found
