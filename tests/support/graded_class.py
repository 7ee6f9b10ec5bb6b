"""A class that `python -m checker grade` grades in this process, with a stub in the place of judging: no Keras, no worker.

What a file says decides: `# passes: CHECK ...`, `# breaks`, `# hides`, `# took: SECONDS`. What the checker is decides, too:
`CHECKER` holds its version, and the checks that it fails whatever a file says.
"""

import re
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from checker.exercises import by_name, rubric
from checker.grading import cluster, judging, marks, records, similarity
from checker.outcomes import FAIL, PASS, WAIT
from tests.support.records import EXERCISE

FIRST, SECOND = "1" * 16, "2" * 16  # versions of the checker
CHECKER = {}
# Without the second, a scheduler asks for Dask's usual port and warns where that is taken.
NO_PAGES = {"dashboard_address": None, "scheduler_kwargs": {"dashboard": False, "dashboard_address": "127.0.0.1:0"}}
CHECKS = [check.name for check in rubric(by_name(EXERCISE))]
POINTS = {check.name: check.points for check in rubric(by_name(EXERCISE))}


def judge(exercise, content, seed, train, trusted=False):
    """A verdict as the file asks for it."""
    CHECKER["judged"].append(content)
    said = dict(re.findall(r"(?m)^# (\w+):? ?(.*)$", content.decode()))
    verdict = judging.unreadable(exercise, "a stub", seed)
    passed = set(said.get("passes", "").split()) - set(CHECKER["fails"])
    tests = []
    for test, check in zip(verdict.report.tests, rubric(by_name(exercise)), strict=True):
        if check.trained and not train:
            tests.append(replace(test, outcome=WAIT, output="", hint="", checked=""))
        elif check.name in passed:
            tests.append(replace(test, outcome=PASS, output="", hint="", checked=""))
        else:
            hint, output = said.get("hint", f"Look at {check.name}."), said.get("output", "").replace("|", "\n")
            tests.append(replace(test, outcome=FAIL, output=output, checked=f"what {check.name} gives", hint=hint))
    report = replace(verdict.report, tests=tests, started=CHECKER["date"], seconds=float(said.get("took", 2)))
    complete = train or not any(check.trained for check in rubric(by_name(exercise)))
    return replace(
        verdict, checker=CHECKER["version"], report=report, complete=complete, broke=said.get("breaks", ""),
        hides=["ctypes, line 3"] * ("hides" in said), fingerprints=similarity.fingerprints(content),
    )  # fmt: skip


class GradedClass:
    """Submissions in `folder/submitted`, results in `folder/out`."""

    def __init__(self, folder, command, monkeypatch):
        self.folder, self.out, self._command, self._patch = folder, folder / "out", command, monkeypatch
        self.change_checker(FIRST)
        monkeypatch.setattr(cluster, "client", _client)
        monkeypatch.setattr(judging, "judge", judge)

    def change_checker(self, version, *fails, date="2026-11-20T09:00:00Z"):
        """From now on the checker is of that version, and fails these checks."""
        CHECKER.update(version=version, fails=fails, date=date, judged=[])
        for module in (records, marks):
            self._patch.setattr(module, "version", lambda: version)

    @property
    def judged(self):
        """How many files were judged since the checker changed."""
        return len(CHECKER["judged"])

    def hand_in(self, student, passes=CHECKS, more="", exercise=EXERCISE, folder="submitted"):
        """Write a learner's file; returns its path."""
        path = Path(self.folder, folder, student, f"{exercise}.py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# passes: {' '.join(passes)}\n{more}\n# {student}\n", encoding="utf-8")
        return path

    def write(self, name, text):
        """Write one of the instructor's tables into the results."""
        self.out.mkdir(exist_ok=True)
        (self.out / name).write_text(text, encoding="utf-8")

    def grade(self, *arguments, ok=0, folder="submitted"):
        """Type the command; what it said."""
        done = self._command("grade", folder, "--out", "out", *arguments, cwd=self.folder)
        assert done.returncode == ok, done.stdout + done.stderr
        assert "Traceback" not in done.stdout + done.stderr
        return done.stdout + done.stderr

    def kept(self):
        return records.Records(self.out)

    def page(self, student, exercise=EXERCISE):
        """The page that a learner gets, as text."""
        path = self.out / "reports" / exercise / f"{self.kept().path(student, exercise).stem}.html"
        return path.read_text("utf-8") if path.exists() else None


@contextmanager
def _client(*_):
    """A scheduler and a worker in this process."""
    from distributed import Client

    with Client(
        processes=False,
        n_workers=1,
        threads_per_worker=1,
        **NO_PAGES,
        set_as_default=False,
        silence_logs=50,
    ) as here:
        yield here
