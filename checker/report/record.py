"""What a run found, as one typed record; as JSON it is Gradescope's `results.json`."""

from dataclasses import dataclass, field

from checker.failures import Tampering
from checker.outcomes import ERROR, OUTCOMES, PASS, STATUS_ERROR, STATUS_PASSED, STATUS_POINTS_LOST, as_text, fields
from checker.report import pictures
from checker.report.reading import NUMBER, Malformed, Reader
from checker.text import cut, readable


@dataclass(frozen=True)
class Test:
    """What one check found.

    Attributes:
        exercise, check: names.
        title: the line about the check that learners read.
        points: that it is worth.
        outcome: one of `checker.outcomes.OUTCOMES`.
        output: the message, as lines of text; "" for a pass.
        checked, hint: what was looked at, and what to look at next; "" where nothing failed.
        tampering: whether the code did what no honest mistake does.
        seconds: that it took; None where that is not known, as in reports of former versions.
        fields: the message once more, as `[(label, text), ...]`; known while the run is fresh, and not in JSON.
    """

    exercise: str
    check: str
    title: str
    points: int
    outcome: str
    output: str = ""
    checked: str = ""
    hint: str = ""
    tampering: bool = False
    seconds: float | None = field(default=None, compare=False)
    fields: list = field(default_factory=list, compare=False)

    @classmethod
    def of(cls, result, learner=None):
        """The record of a `checker.outcomes.Result`, with the `checker.learner.code.Learner` that it is about."""
        failure, told = result.failure, fields(result, learner)
        return cls(
            result.exercise,
            result.check,
            result.title,
            result.points,
            result.outcome,
            output=as_text(told),
            checked=readable(cut(failure.what)) if failure else "",
            hint=readable(cut(failure.hint)) if failure else "",
            tampering=isinstance(failure, Tampering),
            seconds=round(result.seconds, 2),
            fields=told,
        )

    @property
    def number(self):
        return f"{self.exercise}.{self.check}"

    @property
    def passed(self):
        return self.outcome == PASS

    @property
    def score(self):
        return self.points if self.passed else 0

    def as_json(self):
        return {
            "number": self.number,
            "name": self.title,
            "score": self.score,
            "max_score": self.points,
            "status": "passed" if self.passed else "failed",
            "output": self.output,
            "extra_data": {
                "exercise": self.exercise,
                "check": self.check,
                "outcome": self.outcome,
                "checked": self.checked,
                "hint": self.hint,
                "tampering": self.tampering,
                "seconds": self.seconds,
            },
        }

    @classmethod
    def from_json(cls, content, place="test"):
        """Raises `Malformed`."""
        test = Reader(content, place)
        more = test.inside("extra_data")
        outcome = more.take("outcome", str)
        if outcome not in OUTCOMES:
            raise Malformed(f"{place}.extra_data.outcome: expected one of {', '.join(OUTCOMES)}, got {outcome!r}")
        return cls(
            more.take("exercise", str),
            more.take("check", str),
            test.take("name", str),
            test.take("max_score", NUMBER),
            outcome,
            output=test.take("output", str),
            checked=more.take("checked", str),
            hint=more.take("hint", str),
            tampering=more.take("tampering", bool),
            seconds=more.take("seconds", NUMBER) if more.has("seconds") else None,
        )


@dataclass(frozen=True)
class File:
    """The learner's file that was judged: its name, and the SHA-256 of its bytes in hexadecimal digits."""

    path: str
    sha256: str


@dataclass(frozen=True)
class Report:
    """What a run found.

    Attributes:
        output: a line for each exercise, such as "NAME: 62 of 100 points".
        tests: a `Test` for each check, in their order.
        seed: of the inputs that the checks drew.
        files: `{exercise: File}`.
        figures: `{exercise: {name: number}}`, which checks noted of the answers, such as the accuracy.
        versions: `{program or package: version}`, of what ran.
        started: UTC, as in "2026-01-31T12:00:00Z"; "" where nothing ran.
        seconds: that the checks took.
        hints: `{exercise: {function: number}}` of hints that the learner took, now and before; they cost nothing.
        pictures: `{exercise: {name: text}}`, small images that checks kept of answers, see `checker.report.pictures`.
    """

    output: str
    tests: list
    seed: int
    files: dict = field(default_factory=dict)
    figures: dict = field(default_factory=dict)
    versions: dict = field(default_factory=dict)
    started: str = ""
    seconds: float = 0
    hints: dict = field(default_factory=dict)
    pictures: dict = field(default_factory=dict)

    @property
    def score(self):
        """The points of all checks; None where a check broke, for then nothing is final."""
        return None if ERROR in self._outcomes else sum(test.score for test in self.tests)

    @property
    def is_full(self):
        """Whether all points that these checks give were reached."""
        return self.score == sum(test.points for test in self.tests)

    @property
    def status(self):
        """The exit status of a command that found this."""
        if ERROR in self._outcomes or not self.tests:
            return STATUS_ERROR
        return STATUS_PASSED if self._outcomes == {PASS} else STATUS_POINTS_LOST

    @property
    def _outcomes(self):
        return {test.outcome for test in self.tests}

    def as_json(self):
        """Gradescope's `results.json` as a dict, without `score` where a check broke."""
        score = {} if self.score is None else {"score": self.score}
        kept = {"pictures": self.pictures} if self.pictures else {}
        return score | {
            "output": self.output,
            "tests": [test.as_json() for test in self.tests],
            "extra_data": {
                "seed": self.seed,
                "files": {name: {"path": file.path, "sha256": file.sha256} for name, file in self.files.items()},
                "figures": self.figures,
                "versions": self.versions,
                "started": self.started,
                "seconds": self.seconds,
                "hints": self.hints,
                **kept,
            },
        }

    @classmethod
    def from_json(cls, content):
        """Read back what `as_json` gave.

        Raises:
            Malformed: something is missing, of another kind, or does not go together.
        """
        report = Reader(content, "report")
        more = report.inside("extra_data")
        files, figures = more.inside("files"), more.inside("figures")
        tests = enumerate(report.take("tests", list))
        found = cls(
            report.take("output", str),
            [Test.from_json(test, f"report.tests[{number}]") for number, test in tests],
            more.take("seed", int),
            {
                name: File(files.inside(name).take("path", str), files.inside(name).take("sha256", str))
                for name in files.items(dict)
            },
            {name: figures.inside(name).items(NUMBER) for name in figures.items(dict)},
            more.inside("versions").items(str),
            more.take("started", str),
            more.take("seconds", NUMBER),
            _hints(more.inside("hints")) if more.has("hints") else {},  # reports of former versions have none
            pictures.read(more.inside("pictures")) if more.has("pictures") else {},
        )
        if content.get("score") != found.score:
            raise Malformed(f"report.score: expected {found.score}, as the tests add up, got {content.get('score')!r}")
        return found


def _hints(read):
    return {name: read.inside(name).items(int) for name in read.items(dict)}
