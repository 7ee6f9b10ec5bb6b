"""What a run found, for people and for machines: terminal, Gradescope's `results.json`, and an HTML page of that."""

import functools
import hashlib
import json
import os
import platform
import time
from pathlib import Path

from checker.expect import Tampering
from checker.plugin import ERROR, FAIL, PASS, TODO, WAIT
from checker.sandbox import readable

MARKS = {PASS: "✓", FAIL: "✗", TODO: "·", WAIT: "·", ERROR: "!"}
COLOURS = {PASS: "green", FAIL: "red", TODO: "yellow", WAIT: "bright_black", ERROR: "magenta"}
NOT_YOUR_FAULT = "The checker or this machine broke; it is not your answer's fault, and it is not scored. Run it again."
STATUS_PASSED, STATUS_POINTS_LOST, STATUS_USAGE, STATUS_ERROR = range(4)


def fields(result, learner=None):
    """A result's message as `[(label, text), ...]`; empty for a pass."""
    failure = result.failure
    if result.outcome == PASS:
        return []
    if result.outcome == ERROR:
        return [("error", readable(result.message)), ("hint", NOT_YOUR_FAULT)]
    if failure is None:
        return [("waits", readable(result.message))]
    place = ""
    if failure.where and learner:
        line, function = failure.where
        place = f"{shown_path(learner.path)}, line {line}" + (f", in {function}" if function else "")
    if result.outcome == TODO:
        found = [("todo", failure.what), ("at", place)]
    else:
        found = [
            ("called", failure.called or ""),
            ("checked", failure.what),
            ("expected", failure.expected),
            ("got", failure.got),
            ("hint", failure.hint),
            ("at", place),
        ]
    found.append(("printed", failure.printed))
    return [(label, readable(str(text))) for label, text in found if text]


def plain_text(result, learner=None):
    """A result's message as lines of text; the same in every place where learners read it."""
    lines = []
    for label, text in fields(result, learner):
        first, *rest = text.splitlines() or [""]
        lines += [f"{label:<9} {first}", *(f"{'':<9} {line}" for line in rest)]
    return "\n".join(lines)


def shown_path(path):
    """A path as one would type it here; characters that no terminal should get are spelled out."""
    path = Path(path)
    if path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return readable(str(path)).replace("\n", "\\n")


def results_json(outcome):
    """A run as Gradescope's `results.json`; `score` is left out where a check broke, for then nothing is final."""
    results = outcome.results
    tests = [
        {
            "number": result.number,
            "name": result.title,
            "score": result.score,
            "max_score": result.points,
            "status": "passed" if result.outcome == PASS else "failed",
            "output": plain_text(result, results.learners.get(result.exercise)),
            "extra_data": {
                "exercise": result.exercise,
                "check": result.check,
                "outcome": result.outcome,
                "checked": readable(result.failure.what) if result.failure else "",
                "hint": readable(result.failure.hint) if result.failure else "",
                "tampering": isinstance(result.failure, Tampering),
            },
        }
        for result in results
    ]
    report = {"score": sum(test["score"] for test in tests)}
    if any(result.outcome == ERROR for result in results):
        del report["score"]
    return report | {
        "output": "\n".join(summary_lines(results)),
        "tests": tests,
        "extra_data": {
            "seed": results.seed,
            "files": {
                name: {
                    "path": shown_path(path.name),
                    "sha256": hashlib.sha256(learner_source(results, name)).hexdigest(),
                }
                for name, path in results.paths.items()
            },
            "figures": {name: learner.figures for name, learner in results.learners.items()},
            "versions": {"python": platform.python_version()}
            | {name: version for learner in results.learners.values() for name, version in learner.versions.items()},
            "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(outcome.started)),
            "seconds": round(sum(result.seconds for result in results), 2),
        },
    }


def learner_source(results, exercise):
    """The bytes that were judged; the file itself may have changed since."""
    learner = results.learners.get(exercise)
    return learner.source.tobytes() if learner else b""


def summary_lines(results):
    """One line an exercise, such as "mnist: 62 of 100 points"."""
    lines = []
    for name in dict.fromkeys(result.exercise for result in results):
        mine = [result for result in results if result.exercise == name]
        score, most = sum(result.score for result in mine), sum(result.points for result in mine)
        line = f"{name}: {score} of {most} points"
        if not any(result.trained for result in mine):
            line += " (checks that train were left out)"
        if any(result.outcome == ERROR for result in mine):
            line += "; not final, a check broke"
        lines.append(line)
    return lines


def status(results):
    """The exit status of a run."""
    outcomes = {result.outcome for result in results}
    if ERROR in outcomes or not outcomes:
        return STATUS_ERROR
    return STATUS_PASSED if outcomes == {PASS} else STATUS_POINTS_LOST


def print_report(console, results):
    """Write the report to a `rich.console.Console`."""
    from rich.table import Table
    from rich.text import Text

    width = max(len(result.check) for result in results)
    for name in dict.fromkeys(result.exercise for result in results):
        console.print(Text(f"\n{name}", style="bold"), Text(shown_path(results.paths[name]), style="bright_black"))
        for result in results:
            if result.exercise != name:
                continue
            colour = COLOURS[result.outcome]
            row = Table.grid(padding=(0, 1), expand=True)
            row.add_column(width=7)
            row.add_column(width=width)
            row.add_column(ratio=1)
            row.add_column(justify="right", width=6)
            row.add_row(
                Text(f"{MARKS[result.outcome]} {result.outcome}", style=colour),
                Text(result.check, style="bright_black"),
                Text(result.title),
                Text(f"{result.score}/{result.points}", style=colour),
            )
            console.print(row)
            details = Table.grid(padding=(0, 1))
            details.add_column(width=9, justify="right")
            details.add_column(ratio=1)
            if result.outcome != WAIT:
                for label, text in fields(result, results.learners.get(name)):
                    details.add_row(
                        Text(label, style="bright_black"), Text(text, style="bold" if label == "hint" else "")
                    )
            if details.row_count:
                from rich.padding import Padding

                console.print(Padding(details, (0, 0, 1, 8)))
    console.print()
    for line in summary_lines(results):
        console.print(Text(line, style="bold"))


def write_json(report, path):
    """Write a report, all of it or nothing."""
    write_whole(path, json.dumps(report, indent=2, ensure_ascii=False) + "\n")


def write_html(report, path):
    """Render a report as one self-contained page."""
    write_whole(path, render("report.html", report=report, marks=MARKS))


def render(template, **values):
    """Fill a page of `checker/templates`; what is filled in is escaped."""
    return _templates().get_template(template).render(values)


@functools.cache
def _templates():
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(Path(__file__).parent / "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined)


def write_whole(path, text):
    path = Path(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, path)
