"""All that tests know of an exercise: the right and wrong answers and the attacks in `tests/answers/NAME/`.

An answer is a file with what differs from the solution (an attack: from the skeleton). Comments in its first lines,
`# word: ...`, say what it is; `HEADERS` has the words.
"""

import ast
import functools
import re
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from checker.exercises import by_name, exercises, rubric
from checker.judge import interpolations
from checker.judge.bands import BANDS
from checker.judge.trial import Trial
from checker.materials import skeletons
from checker.run import session

ANSWERS = Path(__file__).resolve().parents[1] / "answers"
KINDS = ("wheat", "chaff", "draws_badly", "attacks")  # the third trains to something that the judge must refuse
SEED = 20260101  # where a test wants the same numbers every time

# Words of headers: the kinds that they are for, the form of what follows, and what it says.
HEADERS = {
    "fails": ("chaff", r"\w+", "the check that must be the first to fail"),
    "also": ("chaff", r"\w+(,? \w+)*", "other checks that may fail, too"),
    "names": ("chaff", r".+", "words of the message that name the mistake"),
    "reaches": ("wheat", "none|easy|medium", "it is right, but weak: checks on what a higher level asks are lost"),
    "seed": (
        "wheat",
        r"\d+( static)?",
        "a seed that it is tried with, in the checks that train as well, unless `static` follows",
    ),
    "calibrates": (
        "wheat chaff draws_badly",
        r"[1-9]\d*",
        "in how many trainings of it the judge's bands are measured",
    ),
    "slow": ("wheat chaff", "yes", "training it takes minutes: tried only where all answers are, with --all-answers"),
    "tries": ("attacks", r".+", "what it tries"),
    "tells": ("attacks", r".+", "words of the report that say what happened"),
    "honest": ("attacks", r"\w+(,? \w+)*", "checks that it may pass, for what is honest in it"),
    "seconds": ("attacks", r"\d+( \d+)?", "limits of one call, and of all together: it waits for them, or needs more"),
}


class Answer(NamedTuple):
    """A right or wrong answer, or an attack: `(exercise's name, path)`, and what its header says."""

    exercise: str
    path: Path

    @property
    def name(self):
        return f"{self.exercise}/{self.path.stem}"

    @property
    def text(self):
        """The whole answer: the solution with this file's parts."""
        return compose(self.exercise, self.path.read_text(encoding="utf-8"))

    def says(self, word):
        """What follows `# word:`; "" where the header does not have it."""
        return header_line(self.path, word)

    def lists(self, word):
        """The words that follow `# word:`."""
        return header(self.path, word)

    @property
    def unreached(self):
        """The names of the checks that a right but weak answer loses: those of the bands above what it reaches."""
        if not self.says("reaches"):
            return set()
        names = list(BANDS)  # the names of checks on what training reaches end with them
        above = names[("none", *names).index(self.says("reaches")) :]
        return {check.name for check in rubric(by_name(self.exercise)) if check.name.rpartition("_")[2] in above}


def collected(kind, exercise=None):
    """All answers of a kind, of one exercise or of all: a list of `Answer`."""
    return [Answer(path.parents[1].name, path) for path in sorted(ANSWERS.glob(f"{exercise or '*'}/{kind}/*.py"))]


def headers(path):
    """What the header of an answer says: `{word: the rest of its line}`.

    Raises:
        ValueError: a word is none of `HEADERS`, not for this kind of answer, there twice, or has no such value.
    """
    return _headers(path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=2000)
def _headers(path, _):
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        match = re.fullmatch(r"# ([a-z_]+):(.*)", line)
        if not match:
            continue  # an ordinary comment
        word, value = match[1], " ".join(match[2].split())
        kinds, form, what = HEADERS.get(word, ("", "", ""))
        where = f"{path}: the header `# {word}:`"
        if not kinds:
            raise ValueError(f"{where} is unknown. Expected one of: {', '.join(HEADERS)}.")
        if path.parent.name not in kinds.split():
            raise ValueError(f"{where} is for {kinds.replace(' ', ' and ')}.")
        if word in found:
            raise ValueError(f"{where} stands there twice.")
        if not re.fullmatch(form, value):
            raise ValueError(f"{where} says {what}; {value!r} is no such thing.")
        found[word] = value
    return found


def header_line(path, word):
    """What follows `# word:` in an answer's header; "" where it does not have it."""
    return headers(path).get(word, "")


def header(path, word):
    """The words that follow it."""
    return header_line(path, word).replace(",", " ").split()


def some_exercise():
    """The exercise for tests that need one and no particular one: the first."""
    return exercises()[0]


def plainly_wrong(exercise):
    """The first wrong answer that is found without training, in a message with words of its own (`# names:`)."""
    trained = trained_checks(exercise)
    found = (each for each in collected("chaff", exercise) if each.says("names") and not each.says("slow"))
    return next(each for each in found if each.says("fails") not in trained)


def compose(exercise, text=""):
    """The text of a whole answer: the solution, followed by functions that take the place of its own."""
    return f"{_without_main(by_name(exercise).solution)}\n\n{text}"


def compose_unwritten(exercise, text=""):
    """The same on the skeleton, of which nothing is written."""
    return f"{_without_main(by_name(exercise).skeleton)}\n\n{text}"


def _without_main(path):
    return path.read_text(encoding="utf-8").partition('\nif __name__ == "__main__":')[0]


def parts(exercise):
    """The functions and methods that learners write, in their order, such as `["prepare", "Net.train_step"]`."""
    return skeletons.to_write(exercise, by_name(exercise).solution.read_text(encoding="utf-8"))


def doing(exercise, statement, before=""):
    """The solution, whose first function does something more each time: for tests that need a particular behaviour.

    Args:
        exercise: its name.
        statement: lines that are run first in the function; its arguments are `arguments`, its result may be returned.
        before: lines that stand above the function.
    """
    name = next(part for part in parts(exercise) if "." not in part)
    lines = "\n".join(f"    {line}" for line in statement.splitlines())
    return compose(
        exercise,
        f"{before}\n_solved = {name}\n\n\ndef {name}(*arguments):\n{lines}\n    return _solved(*arguments)\n",
    )


def static_points(exercise):
    """What the checks that do not train are worth."""
    return sum(check.points for check in rubric(by_name(exercise)) if not check.trained)


def trained_checks(exercise):
    """The names of an exercise's checks that train."""
    return [check.name for check in rubric(by_name(exercise)) if check.trained]


def classes(exercise):
    """The names of the classes that an exercise's solution defines."""
    tree = ast.parse(by_name(exercise).solution.read_text(encoding="utf-8"))
    return [node.name for node in tree.body if isinstance(node, ast.ClassDef)]


def pass_at_once(trial, learner, rng, dataset):
    """In the place of `Trial.hold`, and a minute's training: a report card that meets whatever is asked for."""
    numbers = {"dataset": dataset.name}
    if "samples" in trial.plan["measures"]:
        numbers |= {"fooled": [1, 1, 1], "clear_real": 1, "frechet_real": 1}
    tables = [band[kind] for band in BANDS.values() for kind in trial.plan["measures"]]
    asked = {each.measure: each.bound(dataset.name) for table in tables for each in table}
    trial.untrained, trial.card = {"fooled": [0, 0, 0]}, numbers | asked


def between_at_once(trial, learner, rng, dataset, plan):
    """In the place of the training of `interpolations.Trial`: lines all the way, and blends without a critic."""
    trial.found, trial.plain = interpolations.Between(0, 0, 0), interpolations.Between(0, 0.2, 0)


def check(exercise, path, train=False, seed=None, judge=True, **options):
    """Check a file in this process, as `python -m checker` does; returns a `checker.run.session.Session`.

    Without `judge`, the judge is content with whatever comes, and nothing is trained for it.
    """
    # One thing after the other: where tests run, the other cores have tests of their own.
    options = {"threads": False} | options
    hold, measure = (Trial.hold, interpolations.Trial.__init__) if judge else (pass_at_once, between_at_once)
    with mock.patch.object(Trial, "hold", hold), mock.patch.object(interpolations.Trial, "__init__", measure):
        return session.run([by_name(exercise)], file=path, seed=seed, train=train, **options)


def outcomes(outcome):
    """`{check: outcome}`."""
    return {result.check: result.outcome for result in outcome.results}


def lost(outcome):
    """`{check: (outcome, message)}` of all that did not pass: so that a test that fails tells why."""
    return {result.check: (result.outcome, result.message) for result in outcome.results if result.outcome != "pass"}


def firsts(outcome):
    """The checks that failed by themselves, not for want of another, in their order."""
    return [result.check for result in outcome.results if result.outcome not in ("pass", "wait")]
