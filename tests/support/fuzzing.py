"""Malformed replies: what a worker really answers, changed by chance, is put before the checks of an exercise.

No worker runs: a run of the solution is recorded, and replayed with changes to the message's bytes, to its structure
(whatever an answer's code could send from its own process), or to the values in it (what a function or a model could
return). Whatever comes, a check must pass, fail or wait.
"""

import copy
import json
import os
import random
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from unittest import mock

import numpy as np

from checker.run import session
from checker.sandbox import launchers
from checker.sandbox.process import Process
from checker.worker import wire
from tests.support.answers import SEED

# What the clean worker tells of a model that it has rebuilt: no learner code runs there. What the model returns, though,
# is the learner's.
TRUSTED = ("rebuild", "facts", "set_weights")
# Where the output of a model stands in what the clean worker tells, of which a learner's layers can make other numbers
# and another count of rows.
COMPUTED = {"forward": lambda value: value, "watch": lambda value: value["output"]}
ENDS = (None, 0, 1, 7, -6, -9, -11, -64, -99)
NOBODY = 2**22 + 1  # the number of no process
STACK = b'  File "x", line 99999999999 in f\n' * 3
NASTY = (
    None, True, False, 0, -1, 1.5, -0.0, 10**18, -(10**30), 10**400, float("nan"), float("inf"), 1e308, "", "x" * 5000,
    "\x1b[31m\u202e\ud800\0", "float32", [], [[]], {}, {"tuple": []}, {"dict": []}, {"array": 0}, {"array": -1},
    {"array": 10**30}, {"array": True}, {"ref": [1, "model", "keras.src.models.functional.Functional", "m"]},
    {"ref": [1, "object", "x", "y"]}, {"ref": [-1, "model", 5, None]}, {"dict": [["a", 1], ["a", 2]]}, {"dict": [[1, 2]]},
    {"dict": [["loss", "a"], ["accuracy", {"tuple": []}]]}, {"set": []}, {"tuple": 5},
)  # fmt: skip


@dataclass
class Found:
    """What came of it.

    Attributes:
        malformed: how many replies were changed.
        runs: how many runs there were.
        longest: seconds of the longest run.
        errors: `"seed: exercise.check: message"`, what must not be.
        outcomes: how often each outcome came.
    """

    malformed: int = 0
    runs: int = 0
    longest: float = 0.0
    errors: list = field(default_factory=list)
    outcomes: dict = field(default_factory=dict)


def record(exercise):
    """What the workers answer to a run of the solution: `{what a request is known by: [reply, ...]}`."""
    found, request = {}, Process.request

    def recorded(process, op, limits=None, **fields):
        reply = request(process, op, limits, **fields)
        for key in _keys(op, fields):
            found.setdefault(key, []).append(reply)
        if "weights" in fields and op in TRUSTED:
            found["weights", _keys(op, fields)[0]] = _kinds(fields["weights"])
        return reply

    with mock.patch.object(Process, "request", recorded):
        session.run([exercise], file=exercise.solution, seed=SEED, train=False, threads=False)
    return found


def _keys(op, fields):
    """What a request is known by: the object and the name that it is about, and less closely."""
    about = fields.get("config") or getattr(fields.get("target"), "id", None), fields.get("before")
    return (op, fields.get("name"), *about), (op, fields.get("name")), (op,)


def _kinds(weights):
    return [(array.dtype.kind, array.shape) for array in weights]


def fuzz(exercise, replies, seed, least):
    """Run the checks on malformed replies, again and again.

    Args:
        exercise: a `checker.exercises.Exercise`.
        replies: what `record` returned.
        seed: of the changes.
        least: how many replies are to be changed, at least.

    Returns:
        A `Found`.

    Raises:
        RuntimeError: in a run no worker was asked anything: the replay does not fit the checker, and would go on for
            ever.
    """
    found, number = Found(), seed
    while found.malformed < least:
        started = time.perf_counter()
        chance = random.Random(number)
        with _replayed(replies, chance) as replay:
            outcome = session.run([exercise], file=exercise.solution, seed=SEED, train=False, threads=False)
        if not replay.asked:
            raise RuntimeError(f"no worker was asked anything: {[result.message for result in outcome.results][:1]}")
        for result in outcome.results:
            found.outcomes[result.outcome] = found.outcomes.get(result.outcome, 0) + 1
            if result.outcome == "error":
                found.errors.append(f"{number}: {result.number}: {result.message}")
        found.malformed += replay.malformed
        found.runs, number = found.runs + 1, number + 1
        found.longest = max(found.longest, time.perf_counter() - started)
    return found


class _Replay:
    """In the place of the launcher: its workers are none, and answer from a record."""

    usable, forks, ready = True, False, ()

    def __init__(self, replies, chance):
        self.replies, self.chance, self.asked, self.malformed = replies, chance, 0, 0
        self.often = chance.choice((0.05, 0.3, 0.8, 0.8))  # so that some runs come far, and others meet a lot

    def start(self):
        return _Worker(self)

    def answer(self, message):
        """The bytes of a reply to a request."""
        self.asked += 1
        exact, *keys = _keys(message["op"], message)
        # Where it was not asked just that: always the same, for what one model returns has always one shape.
        other = next((self.replies[key][:1] for key in keys if key in self.replies), [{"value": None}])
        reply = copy.copy(self.chance.choice(self.replies.get(exact, other))) | {"id": message["id"]}
        computed = message["op"] in COMPUTED
        if computed:
            old, rows = COMPUTED[message["op"]](reply["value"]), len(message["inputs"][0])
            reply["value"] = _exchanged(reply["value"], old, np.resize(old, (rows, *old.shape[1:])))
        often = self.often / 10 if message["op"] == "load" else self.often
        kinds = self.replies.get(("weights", exact))
        if kinds is not None and kinds != _kinds(message["weights"]):  # the clean worker refuses them, too
            raised = {"type": "ValueError", "message": "other weights", "frames": []}
            reply = {"id": message["id"], "raised": raised}
        if message["op"] in TRUSTED or self.chance.random() > often:
            return b"".join(wire.pack(reply))
        self.malformed += 1
        if computed:
            old = COMPUTED[message["op"]](reply["value"])
            other = _other_array(old, self.chance, axes=(0,))
            return b"".join(wire.pack(reply | {"value": _exchanged(reply["value"], old, other)}))
        return self.chance.choice((_values, _values, _structure, _structure, _bytes))(reply, self.chance)


class _Worker(Process):
    """The checker's side of a worker that does not exist, but prints."""

    def __init__(self, replay):
        super().__init__(self._launch)
        self.replay = replay

    def _launch(self, theirs, output, folder):
        self._prints = os.dup(output.fileno())
        return NOBODY, NOBODY, lambda: (self.replay.chance.choice(ENDS), 0)

    def _exchange(self, pieces, reader):
        if not pieces:
            return {"id": 0, "value": {}}
        os.write(self._prints, STACK + self.replay.chance.randbytes(300))
        data = b"".join(map(bytes, pieces))
        answer = self.replay.answer(_unpacked(data, wire.Reader()))
        return _unpacked(answer, reader)

    def close(self):
        super().close()
        os.close(self._prints)


def _exchanged(value, old, new):
    """A value with another array in the place of one that it is, or has."""
    return new if value is old else {key: new if item is old else item for key, item in value.items()}


def _unpacked(data, reader):
    while data:
        count = min(reader.missing, len(data))
        parts, data = reader.feed(data[:count]), data[count:]
        if parts:
            return wire.unpack(*parts)
    raise EOFError


@contextmanager
def _replayed(replies, chance):
    replay = _Replay(replies, chance)
    with mock.patch.object(launchers, "launcher", return_value=replay), np.errstate(all="ignore"):
        yield replay


def _values(reply, chance):
    """Another value in the place of one, of those that code could return: arrays of other shapes, dtypes and numbers."""
    paths = list(_paths(reply))
    path = chance.choice([path for path in paths if path[0] != "id"])
    changed = _changed(reply, path, chance)
    try:
        return b"".join(wire.pack(changed))
    except wire.WireError:  # the worker would say so
        return b"".join(wire.pack({"id": reply["id"], "refused": "too much"}))


def _paths(value, path=()):
    if path:
        yield path
    items = value.items() if type(value) is dict else enumerate(value) if type(value) in (list, tuple) else ()
    for key, item in list(items)[:40]:
        yield from _paths(item, (*path, key))


def _changed(value, path, chance):
    if not path:
        return _other(value, chance)
    key, *rest = path
    if type(value) is dict:
        return value | {key: _changed(value[key], rest, chance)}
    items = [_changed(item, rest, chance) if index == key else item for index, item in enumerate(value)]
    return type(value)(items)


def _other(value, chance):
    if isinstance(value, np.ndarray) and chance.random() < 0.8:
        return _other_array(value, chance)
    if type(value) in (list, tuple) and value and chance.random() < 0.7:
        return chance.choice([value[:-1], value * 2, value[::-1], type(value)(), [value], tuple(value), list(value)])
    if type(value) is dict and value and chance.random() < 0.7:
        left = dict(list(value.items())[1:])
        return chance.choice([left, value | {"more": 1}, {f"{key}x": item for key, item in value.items()}, [value]])
    drawn = np.float64(chance.gauss(0, 1))
    return chance.choice(
        [None, True, 0, -1, 3.5, 2**60, float("nan"), float("inf"), "", "text", "\x1b]0;\u202e\ud800", [], (), {}, [1, "a"],
         {"loss": "a"}, {"loss": [1]}, {"loss": 2**60, "accuracy": None}, np.array(drawn), np.array(True), np.zeros(0),
         np.full((2, 3), "nan", "float16"), np.zeros((1,) * 20), wire.Ref(7, "object", "some.Class", "an object"),
         wire.Ref(8, "model", "some.Model", "a model"), [wire.Ref(1, "model", "x", "")] * 3, drawn.item()]
    )  # fmt: skip


def _other_array(array, chance, axes=(0, 1, 2, 3, -1)):
    """An array like this one, of another dtype, shape, or with other numbers in it."""
    if not isinstance(array, np.ndarray):
        return array
    kind = chance.randrange(3)
    with np.errstate(all="ignore"):
        if kind == 0:
            return array.astype(chance.choice(wire.DTYPES))
        if kind == 1 and array.ndim:
            axis = min(chance.choice(axes), array.ndim - 1)
            ways = [
                lambda: np.repeat(array, 2, axis), lambda: np.take(array, [], axis), lambda: np.take(array, [0], axis),
            ]  # fmt: skip
            if len(axes) > 1:
                ways += [lambda: array.T, lambda: array[..., None], lambda: array.reshape(-1), lambda: array[0]]
            return chance.choice(ways)()
        changed = array.copy()
        changed[...] = chance.choice([0, 1, 3, float("nan"), float("inf"), 1e30]) if array.dtype.kind == "f" else 1
        mask = np.random.default_rng(chance.randrange(2**32)).random(array.shape) < chance.choice((0.01, 0.5, 1))
        return np.where(mask, changed, array).astype(array.dtype)


def _structure(reply, chance):
    """Another tree of JSON, another list of arrays, whose bytes are there or not."""
    data = b"".join(wire.pack(reply))
    _, length, _ = wire.PREFIX.unpack(data[: wire.PREFIX.size])
    header, blob = json.loads(data[wire.PREFIX.size :][:length]), data[wire.PREFIX.size + length :]
    for _ in range(chance.choice((1, 1, 2, 5))):
        paths = list(_paths(header))
        if not paths:
            break
        *path, key = chance.choice(paths)
        inside = header
        for part in path:
            inside = inside[part]
        kind, nasty = chance.randrange(4), copy.deepcopy(chance.choice(NASTY))
        if kind == 0:
            del inside[key]
        elif kind == 1 and type(inside) is dict:
            inside[chance.choice(("id", "value", "raised", "refused", "missing", "arrays", "x"))] = nasty
        elif kind == 2 and type(inside) is list:
            inside.insert(key, nasty)
        else:
            inside[key] = nasty
    try:
        text = json.dumps(header).encode()
    except ValueError:
        text = b"{}"
    return wire.PREFIX.pack(wire.MAGIC, len(text), len(blob)) + text + blob


def _bytes(reply, chance):
    """Other bytes."""
    data = bytearray(b"".join(wire.pack(reply)))
    for _ in range(chance.choice((1, 3, 20))):
        place = chance.randrange(max(min(len(data), chance.choice((20, 400, len(data)))), 1))
        kind = chance.randrange(4)
        if kind == 0:
            data[place : place + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            data[place:place] = chance.randbytes(chance.randrange(8))
        elif kind == 2:
            del data[place : place + chance.randrange(1, 30)]
        else:
            data[place : place + 1] = chance.choice((b"9" * 30, b"[", b"}", b'"', b"-", b"null"))
        data = data or bytearray(b"W")
    return bytes(data)
