"""Makes the record of what a run found."""

import hashlib
import platform
import time

from checker.outcomes import ERROR
from checker.report import pictures
from checker.report.record import File, Report, Test
from checker.text import shown_path


def build(outcome, hints=None):
    """The `checker.report.record.Report` of a run, which `checker.run.session.run` returned.

    Args:
        outcome: the run.
        hints: that the learner took, `{exercise: {function: number}}`.
    """
    results = outcome.results
    return Report(
        output="\n".join(summary_lines(results, hints or {})),
        tests=[Test.of(result, results.learners.get(result.exercise)) for result in results],
        seed=results.seed,
        files={
            name: File(shown_path(path.name), hashlib.sha256(learner_source(results, name)).hexdigest())
            for name, path in results.paths.items()
        },
        figures={name: dict(learner.figures) for name, learner in results.learners.items()},
        pictures={
            name: {title: pictures.encode(image) for title, image in learner.pictures.items()}
            for name, learner in results.learners.items()
            if learner.pictures
        },
        versions={"python": platform.python_version()}
        | {name: version for learner in results.learners.values() for name, version in learner.versions.items()},
        started=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(outcome.started)),
        seconds=round(sum(result.seconds for result in results), 2),
        hints=hints or {},
    )


def learner_source(results, exercise):
    """The bytes that were judged; the file itself may have changed since."""
    learner = results.learners.get(exercise)
    return learner.source.tobytes() if learner else b""


def summary_lines(results, hints):
    """One line an exercise, such as "NAME: 62 of 100 points"."""
    lines = []
    for name in dict.fromkeys(result.exercise for result in results):
        mine = [result for result in results if result.exercise == name]
        score, most = sum(result.score for result in mine), sum(result.points for result in mine)
        line = f"{name}: {score} of {most} points"
        if not any(result.trained for result in mine):
            line += " (checks that train were left out)"
        if any(result.outcome == ERROR for result in mine):
            line += "; not final, a check broke"
        taken = sum(hints.get(name, {}).values())
        if taken:
            line += f"; {taken} {'hint' if taken == 1 else 'hints'} taken"
        lines.append(line)
    return lines
