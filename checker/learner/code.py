"""What a check holds in its hands: handles on code and models that live in other processes.

`learner.prepare(images, labels)` calls the function of that name in the learner's file, in the learner's worker, and
returns plain data. A Keras model comes back as a `Model`: everything a check learns from it is computed from a copy
that a second worker rebuilt from configuration and weights, without the learner's code.
"""

import difflib
import functools
import hashlib
import threading
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from checker.errors import MachineError
from checker.failures import Failure, LoadFailure, OutOfTime, Tampering
from checker.files import read_source
from checker.learner import source
from checker.learner.beside import Beside
from checker.learner.loading import import_hint, wrong_kind
from checker.learner.models import Call, Model, Remote, call_text, lower, no_model
from checker.learner.own import OwnObjects
from checker.learner.raised import Raised
from checker.learner.rebuilder import Rebuilder, start_process
from checker.sandbox import launchers
from checker.sandbox.limits import Limits
from checker.sandbox.process import WorkerEnded
from checker.text import describe
from checker.worker.wire import Ref

# Seconds in which a worker answers all questions but those that name limits of their own, such as a training run. The
# solutions take two to three; what is meant is code that sleeps a little in every call.
MOST_SECONDS = 180
EXPLAINING = Limits(cpu_seconds=2, wall_seconds=5)  # of a look at what was found when an exception came


@functools.cache
def seed_of_worker(seed):
    """The seed of Keras's random numbers in the worker, from 0 to 2^32 - 1, from which nobody gets that of the run.

    The latter draws the checks' inputs, which the worker must not know before. It is one of so few that they could all
    be tried: so each trial is made to take some milliseconds.
    """
    return int.from_bytes(hashlib.pbkdf2_hmac("sha256", str(seed).encode(), b"worker", 20_000, dklen=4))


class Learner(OwnObjects):
    """The learner's file, as functions to call.

    Attributes:
        calls: each `Call` so far, for the messages of failures.
        figures: numbers about the answer that checks noted, by name, such as the accuracy; no marks hang on them.
        pictures: small images of its making that checks kept, by name, uint8 (h, w) or (h, w, 3); for people to see.
        locations: the line at which each function of the file begins.
        versions: of Keras, TensorFlow and NumPy, once the file was loaded.
        spent: seconds that the worker took to answer.
    """

    def __init__(self, exercise, path, seed, local=False, content=None, threads=True):
        """Read the file; it is loaded at the first call.

        Args:
            exercise: the name under which the file is imported.
            path: the file.
            seed: of the run; the worker gets another number made of it, see `seed_of_worker`.
            local: run everything in this process, so that `print` and `breakpoint()` work; for `--debug`.
            content: the file's bytes, uint8 (n,), where they were read before.
            threads: whether `beside` may use another core. With False all is done by one pair of workers, one after the
                other, which takes a fifth less computing: for machines whose cores have other submissions to judge.
        """
        self.exercise, self.path, self.seed = exercise, Path(path).absolute(), seed
        self.calls, self.figures, self.pictures = [], {}, {}
        self.locations, self.versions = {}, {}
        self._local, self.threads = local, threads
        self._process = None
        if content is None:
            self.source, self._load_failure = read_source(self.path, follow=launchers.level() == "practice")
        else:
            self.source, self._load_failure = content, None
        self._load_failure = self._load_failure or wrong_kind(self.source[:5000].tobytes(), self.path, exercise)
        self._besides = []
        self._check, self._begun = "", True
        self._short = {}  # by generation: the `MachineError` by which its worker ended
        self.cancelled = threading.Event()  # once set, every request ends in a `Failure`
        self.generation = 0
        self.spent = 0.0  # seconds that the worker took to answer
        self.rebuilder = Rebuilder(local, self.cancelled)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **kwargs: self.call(name, *args, **kwargs)

    def call(self, name, *args, limits=None, tensors=False, returns="value", **kwargs):
        """Call a function of the learner's file.

        Args:
            name: the function's; one that begins with `build_` must return a model that is built.
            *args, **kwargs: plain data, `Model` or `Remote`.
            limits: a `checker.sandbox.limits.Limits`.
            tensors: hand arrays over as tensors, for functions that `fit` calls with them.
            returns: `"value"`; or `"reference"`, a `Remote` whatever it is; or `"nothing"`, what it returns is left
                alone.

        Returns:
            Plain data; a Keras model as a `Model`; anything else as a `Remote`.

        Raises:
            Failure: the function is missing, raised, crashed, took too long, or is not written yet.
        """
        value = self._ask_call("call", limits, name, args, kwargs, tensors=tensors, returns=returns)
        if returns == "reference":
            self._of_kind(value, Remote)
        elif name.rpartition(".")[2].startswith("build_") and not isinstance(value, Model):
            hint = no_model(name, value)
            called, where = call_text(name, args, kwargs), self.where(name)
            raise Failure(f"what {name}() returned", "a Keras model", describe(value), hint, called, where)
        return value

    def gradient(self, name, *args, by, compiled=False):
        """Call a function of the learner's file with tensors, and follow it back.

        Args:
            name: the function's.
            *args: arrays, `Model` or `Remote`.
            by: the place of the argument that gradients are taken by: an array, or a model, whose trainable weights.
            compiled: whether XLA makes one program of it, as `jit_compile` does.

        Returns:
            `(value, gradients)`: what it returned; and a list of arrays, the gradients of that, or of the first of
            several values; None where nothing leads back. They are computed in the learner's worker: its word.
        """
        return tuple(self._two(self._ask_call("gradient", None, name, args, by=by, compiled=compiled), list))

    def function(self, name):
        """A function of the learner's file, as a `Remote`, to hand to another."""
        return self._of_kind(self._ask(name, name, "function", None, name=name), Remote)

    def watched(self, name, *args, within=()):
        """Call a function of the learner's file, and tell which functions of other modules it reached.

        Args:
            name: the function's.
            *args: as for `call`.
            within: names of functions that one may use whatever they do; what they call in turn is left out.

        Returns:
            `(value, ["module.function", ...])`. The names are the worker's word, which finds a shortcut but no
            deliberate disguise. The value is that of the very call that was watched; who watches one call watches all
            of the function, for what is watched can be told from what is not.
        """
        fields = {"tensors": False, "returns": "value", "within": within}
        value, names = self._two(self._ask_call("call", None, name, args, {}, **fields), tuple)
        return value, [each for each in names if isinstance(each, str)] if isinstance(names, list) else []

    def counted(self, name, *args, limits=None):
        """Call a function of the learner's file, and tell how many steps each optimizer took that it made.

        Returns:
            `(value, [[steps, first, mean, settings], ...])`: what it returned; and, for each optimizer in the order in
            which they were made, its steps, an integer, its first and its mean learning rate, floats or None, and its
            other settings, words by their names. They are the worker's word.
        """
        return self._two(self._ask_call("counted", limits, name, args), tuple)

    def means_to_hide(self):
        """What the file has, in what ran so far, to hide what it calls: see `checker.learner.source.means_to_hide`."""
        return source.means_to_hide(self.source, {call.function for call in self.calls})

    @staticmethod
    def _of_kind(value, kind):
        """What the worker itself makes, and no learner code: anything else is a reply that was forged."""
        if not isinstance(value, kind):
            got = f"{describe(value)}, instead of an object"
            hint = "Your code must not change the checker's own process."
            raise Tampering("what the worker answered", "an answer of its own", got, hint)
        return value

    def _two(self, value, kind):
        """What a function returned, and what the worker has to say of it, handed over in a `kind`."""
        # Of another length it is forged, as of another kind.
        return self._of_kind(value if isinstance(value, kind) and len(value) == 2 else None, kind)

    def beside(self, job):
        """Run `job(learner)` at once, beside the checks, in workers of its own that hold the same file.

        Args:
            job: takes a `Learner`; its random numbers must be its own (`rng_for`), for who draws first is chance.

        Returns:
            A `Beside`; call it for what the job returned.
        """
        beside = Beside(self, job)
        self._besides.append(beside)
        return beside

    def twin(self):
        """The same bytes in workers of their own, whatever the file may have become since it was read."""
        return Learner(self.exercise, self.path, self.seed, content=self.source)

    def begin(self, check=""):
        """Have Keras's random numbers in the worker begin anew at the next request: for a check, or the same one.

        So what the learner's code draws for it hangs on the seed of the run alone, and on no check before.
        """
        self._check, self._begun = check or self._check, False

    def reseed(self, seed=None):
        """Have Keras's random numbers in the worker begin anew: by this seed, or as when the file was loaded."""
        self._ask("", "", "seed", None, seed=seed_of_worker(self.seed) if seed is None else seed)

    @contextmanager
    def stopped(self):
        """For a while, have the learner's code stand still, that of `beside` too: for what must not hang on it."""
        with ExitStack() as stack:
            for learner in {self, *(beside.worked for beside in self._besides)}:
                if learner._process:
                    stack.enter_context(learner._process.stopped())
            yield

    def close(self):
        """End the workers."""
        for beside in self._besides:
            beside.close()
        for process in (self._process, self.rebuilder.process):
            if process:
                process.close()

    def gone(self, generation):
        """What to say of an object whose worker has ended: a `Failure`, unless the machine was to blame."""
        said = "an object made before the worker ended", "it is still there", "it went with the worker"
        return self._short.get(generation) or Failure(*said)

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
                source=self.source, path=str(self.path), name=self.exercise, seed=seed_of_worker(self.seed),
            )  # fmt: skip
        except Failure as failure:
            failure = LoadFailure(
                f"loading {self.path.name}", "a module that can be imported", failure.got,
                failure.hint, failure.called, failure.where, failure.printed,
            )  # fmt: skip
            self._load_failure = failure
            raise failure from None
        self.locations = locations  # the worker's word, used in messages only

    def _ask_call(self, op, limits, name, args, kwargs=None, **fields):
        """Ask for a call of a function of the file, and keep that it was called."""
        called = call_text(name, args, kwargs or {})
        self.calls.append(Call(called, name))
        given = {} if kwargs is None else {"kwargs": kwargs}
        return self._ask(called, name, op, limits, name=name, args=args, **given, **fields)

    def _ask(self, called, name, op, limits=None, /, **fields):
        """Ask the learner's worker and turn all that can go wrong into a `Failure`."""
        if op != "load":
            self.load()
            if not self._begun:
                self._begun = True
                drawn = hashlib.sha256(f"{seed_of_worker(self.seed)} {self._check}".encode()).digest()
                self.reseed(int.from_bytes(drawn[:4]))
        subject = f"{name}()" if name else self.path.name
        counts = limits is None or op == "read"
        if counts and self.spent > MOST_SECONDS:
            raise OutOfTime(
                f"what {subject} does", f"an answer within {MOST_SECONDS} s in all",
                f"all that was asked took {self.spent:.0f} s", "Does your code wait or sleep in each call?", called,
            )  # fmt: skip
        try:
            reply = self._process.request(op, limits, **lower(fields, self))
        except WorkerEnded as ended:
            frames = [frame for frame in ended.frames if frame[2] == str(self.path)]
            where = (frames[-1][0], frames[-1][1]) if frames else self.where(name)
            whole = import_hint(frames) if op == "load" else ""  # a whole run, whose prints say nothing
            failure = OutOfTime if ended.out_of_time else Tampering if ended.tampering else Failure
            raise failure(
                f"what {subject} does", "an answer", f"it {ended.reason}", whole or ended.hint, called, where,
                "" if whole else self._process.printed(),
            ) from None  # fmt: skip
        except MachineError as error:
            self._short[self.generation] = error
            raise
        finally:
            self.spent += self._process.spent() if counts else 0
        printed = self._process.printed()
        if self.calls:
            self.calls[-1].printed += printed
        if "value" in reply:  # a model that is taken apart is no model again, whatever a forged reply says
            if op in ("sequential", "functional"):  # models of the checker's own, which are not taken apart
                return Remote(self, reply["value"])
            return reply["value"] if op == "read" else self._lift(reply["value"], called, name)
        if "missing" in reply:
            known = difflib.get_close_matches(name, self.locations, n=1) or reply["similar"]
            hint = f"There is a {known[0]}(): is the name misspelled?" if known else "Keep the skeleton's names."
            raise Failure(f"the function {name}", "it is in the file", "it is missing", hint, called, None, printed)
        if "changed" in reply:
            raise Failure(
                f"the arguments of {subject}, afterwards", "as they were before",
                f"argument {reply['changed']} was changed",
                "Whoever calls it goes on using them. `x += 1`, `x[...] = 0`, `x.shape = ...`, `rng.shuffle(x)`: they"
                " change the very array that was passed. Work on a copy, x.copy().", called, self.where(name), printed,
            )  # fmt: skip
        if "refused" in reply:
            raise Failure(
                f"what {subject} returned", "arrays and numbers of ordinary size", reply["refused"], "", called,
                self.where(name), printed,
            )  # fmt: skip
        raise self._raised(reply["raised"], subject, name, called, printed)

    def _raised(self, raised, subject, name, called, printed):
        told = Raised.read(subject, raised["type"], raised["message"], raised["frames"], self._explained())
        return told.failure(self.exercise, called, self.where(name), printed)

    def _explained(self):
        """What the worker knows of its last exception beside its words; for messages only."""
        with suppress(WorkerEnded, Failure):
            return self._process.request("explain", EXPLAINING).get("value")
        return None

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
