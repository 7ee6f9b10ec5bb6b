"""Attacks on the marks: puts them together, runs them confined, and tells what came of each.

An attack is a file in `tests/answers/EXERCISE/attacks/`, which is put behind the skeleton: so its honest version has nothing
written, and no points. Its first lines say what it tries (`# tries:`), words of the report that say what happened
(`# tells:`), and which checks it may pass all the same, for what is honest in it (`# honest:`).

It finds `OUTSIDE`, a folder that it must not see, `PORT` and `ABSTRACT`, at which somebody listens, and a secret in
the environment of whoever checks it.
"""

import os
import select
import socket
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import psutil

from checker.learner import code
from checker.outcomes import plain_text
from checker.sandbox import launchers
from checker.sandbox import process as asked
from checker.sandbox.limits import Limits
from tests.support.answers import check, collected, compose_unwritten, header, outcomes, some_exercise

# Shorter than what learners get, so that those who wait for their limits do so quickly.
LIMITS = Limits(cpu_seconds=4, wall_seconds=8, memory_gb=1.2)
MOST_SECONDS = 10
SECRET = "SECRET-of-the-instructor"
TOKEN = "TOKEN-of-the-neighbour"
# Ways to what could paint the images that a network is to make up, for code that has no business to.
HIDDEN_READ = (
    "from workshop.data.creatures.studio import BODIES, paint",
    "from workshop.data import creatures\ncreatures.draw(4, 1)",
    "import pathlib, workshop\npathlib.Path(workshop.__file__).with_name('data').joinpath('creatures/studio/bodies.py').read_text()",
)
PUBLIC_READ = (
    "import numpy as np\nfrom workshop.data import creatures\n"
    "images, labels = np.zeros((2, 32, 32, 3), 'uint8'), np.array([0, 5])\n"
    "raise SystemError(f'bodies: {creatures.parts((images, labels), creatures.CLASSES).bodies}')\n"
)


def attacks():
    """All of them: `{"exercise/name": path}`."""
    return {attack.name: attack.path for attack in collected("attacks")}


def named(name, exercise=None):
    """The attack of that name, a `tests.support.answers.Answer`."""
    return next(attack for attack in collected("attacks", exercise) if attack.path.stem == name)


@dataclass
class Result:
    """What came of an attack.

    Attributes:
        name: `"exercise/name"`.
        passed: the names of the checks that passed.
        outcomes: their outcomes, by check.
        report: all that the report says, as text.
        told: the part of it about the first check that did not pass.
        seconds: what it took.
        harm: what it did outside, in words; should be empty.
    """

    name: str
    passed: list[str]
    outcomes: dict[str, str]
    report: str
    told: str
    seconds: float
    harm: list[str] = field(default_factory=list)


class Scene:
    """The surroundings of attacks: a folder with a neighbour's submission and marks, and somebody who listens."""

    def __init__(self, folder):
        self.outside = Path(folder, "outside")
        self.submission = Path(folder, "submission")
        (self.outside / "neighbour").mkdir(parents=True)
        self.submission.mkdir()
        (self.outside / "marks.csv").write_text("ann,90\n")
        (self.outside / "neighbour" / f"{some_exercise().name}.py").write_text(f"print('{TOKEN}')\n")
        self.listeners = [
            socket.create_server(("127.0.0.1", 0)),
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
            socket.socket(socket.AF_UNIX),
        ]
        port = self.listeners[0].getsockname()[1]
        self.listeners[1].bind(("127.0.0.1", port))
        abstract = f"\0workshop-attacked-{os.getpid()}"
        self.listeners[2].bind(abstract)
        self.listeners[2].listen()
        self.names = f"OUTSIDE, PORT, ABSTRACT = {str(self.outside)!r}, {port}, {abstract!r}\n"
        self.before = self._state()
        os.environ["INSTRUCTOR_SECRET"] = SECRET

    def close(self):
        for listener in self.listeners:
            listener.close()
        os.environ.pop("INSTRUCTOR_SECRET", None)

    def _state(self):
        return {path: path.read_bytes() if path.is_file() else None for path in sorted(self.outside.rglob("*"))}

    def run(self, path):
        """Run one attack, at the level that `checker.sandbox` is set to."""
        exercise = path.parents[1].name
        answer = self.submission / f"{exercise}.py"
        answer.write_text(compose_unwritten(exercise, self.names + path.read_text("utf-8")), encoding="utf-8")
        others = _children()
        with _limits(path):
            started = time.perf_counter()
            outcome = check(exercise, answer)
        seconds = time.perf_counter() - started
        results = list(outcome.results)
        texts = {
            result.check: plain_text(result, outcome.results.learners.get(exercise))
            for result in results
            if result.failure or result.message
        }
        first = next((result.check for result in results if result.outcome not in ("pass", "wait")), "")
        result = Result(
            f"{exercise}/{path.stem}",
            [result.check for result in results if result.outcome == "pass"],
            outcomes(outcome),
            "\n".join(texts.values()),
            texts.get(first, ""),
            seconds,
        )
        result.harm = list(self._harm(result, others))
        return result

    def _harm(self, result, others):
        if self._state() != self.before:
            yield "changed files outside"
        if select.select(self.listeners, [], [], 0)[0]:
            yield "reached a socket outside"
        for secret in (SECRET, TOKEN):
            if secret in result.report:
                yield "read what it must not see"
        if any(not (c.isprintable() or c in "\n\t") for c in result.report):
            yield "control characters in the report"
        deadline = time.monotonic() + 2
        while (left := _children() - others) and time.monotonic() < deadline:
            time.sleep(0.05)
        if left:
            yield f"{len(left)} processes were left"
        if "error" in result.outcomes.values():
            yield "the checker broke"


def _children():
    """All living processes below this one, as (number, when it began), but workers that were started in advance."""
    found, ready = set(), set()
    for worker in launchers.launcher().ready:
        ready |= {worker.pid, *(parent.pid for parent in psutil.Process(worker.pid).parents()[:2])}
    for process in psutil.Process().children(recursive=True):
        try:
            if process.pid not in ready and process.status() != psutil.STATUS_ZOMBIE:
                found.add((process.pid, process.create_time()))
        except psutil.Error:
            pass
    return found


@contextmanager
def _limits(path):
    """Limits of an attack's own, for one that only waits for them, or that takes longer: `# seconds: CALL ALL`."""
    before, limits = (asked.ONE_CALL, code.MOST_SECONDS), header(path, "seconds")
    if limits:
        call, *every = map(int, limits)
        asked.ONE_CALL = replace(asked.ONE_CALL, cpu_seconds=call, wall_seconds=call)
        code.MOST_SECONDS = every[0] if every else code.MOST_SECONDS
    try:
        yield
    finally:
        asked.ONE_CALL, code.MOST_SECONDS = before


@contextmanager
def confined(level, limits=LIMITS):
    """Workers of this process at that level of confinement, with these limits, for a while."""
    before = asked.ONE_CALL, code.MOST_SECONDS
    asked.ONE_CALL, code.MOST_SECONDS = limits, MOST_SECONDS
    launchers.confine(level)
    launchers.launcher().start().close()  # the server is there before anybody counts processes
    try:
        yield
    finally:
        launchers.confine("practice")
        asked.ONE_CALL, code.MOST_SECONDS = before


def honest(path):
    """The checks that an attack may pass."""
    return set(header(path, "honest"))
