"""What judging one submission came to: a typed record, and the plain data as which it travels and is kept."""

from dataclasses import dataclass, field

from checker.report.reading import Reader, expect_kind
from checker.report.record import Report
from checker.version import version


@dataclass(frozen=True)
class Verdict:
    """What is known of a submission; nothing is final unless it says so.

    Attributes:
        seed: of the inputs that the checks drew.
        checker: the digest of the checker that judged: a verdict by another one is another verdict.
        level: how the code was confined, one of `checker.sandbox.confinement.LEVELS` or "practice"; "" if it never ran.
        machine: what ran it: `system`, `name`, `cpus`.
        hides: what hides in the file, see `checker.learner.source.means_to_hide`, as lines of text.
        fingerprints: see `checker.grading.similarity`.
        report: a `checker.report.record.Report`; None where nothing came out of it.
        complete: False while a check is yet to train.
        broke: why nothing is final, "" else.
    """

    seed: int
    checker: str = field(default_factory=version)
    level: str = ""
    machine: dict = field(default_factory=dict)
    hides: list = field(default_factory=list)
    fingerprints: list = field(default_factory=list)
    report: Report | None = None
    complete: bool = False
    broke: str = ""

    @property
    def score(self):
        """The points; None while a check that broke, or that is yet to train, leaves them open."""
        return None if self.broke or not self.complete else self.report.score

    @property
    def judged(self):
        """When, UTC, as in "2026-01-31T12:00:00Z"; "" where nothing ran."""
        return self.report.started if self.report else ""

    @property
    def tests(self):
        """The report's tests; none where there is no report."""
        return self.report.tests if self.report else []

    def as_json(self):
        return {
            "seed": self.seed,
            "checker": self.checker,
            "level": self.level,
            "machine": self.machine,
            "hides": self.hides,
            "fingerprints": self.fingerprints,
            "report": self.report.as_json() if self.report else None,
            "complete": self.complete,
            "broke": self.broke,
        }

    @classmethod
    def from_json(cls, content):
        """Read back what `as_json` gave.

        Raises:
            Malformed: something is missing, or of another kind.
        """
        read = Reader(content, "verdict")
        complete, broke = read.take("complete", bool), read.take("broke", str)
        return cls(
            read.take("seed", int),
            read.take("checker", str),
            read.take("level", str),
            read.take("machine", dict),
            [expect_kind(text, str, "verdict.hides") for text in read.take("hides", list)],
            [expect_kind(number, int, "verdict.fingerprints") for number in read.take("fingerprints", list)],
            # What is final has a report.
            Report.from_json(read.take("report", dict)) if read.has("report") or (complete and not broke) else None,
            complete,
            broke,
        )
