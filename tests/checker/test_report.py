"""What a run found, as a record: made, written as Gradescope's results.json, and read back."""

import copy
import json
import re

import pytest

from checker.failures import Failure
from checker.outcomes import OUTCOMES, Result
from checker.report import record
from checker.report.pages import write_html
from checker.report.reading import Malformed
from checker.report.results import build
from tests.support.answers import SEED, check, doing, outcomes, some_exercise, trained_checks

NAME = some_exercise().name


def report(*found):
    """A report of checks of `alpha`, `(outcome, points)` each, without a run."""
    tests = []
    for number, (outcome, points) in enumerate(found):
        failure = Failure("the sum", "1", "2", "Divide.") if outcome == "fail" else None
        result = Result("alpha", f"check_{number}", "f() is right", points, False, outcome, failure, "after alpha.x")
        tests.append(record.Test.of(result))
    files = {"alpha": record.File("alpha.py", 64 * "0")}
    figures = {"alpha": {"accuracy": 0.5, "parameters": 3}}
    return record.Report("alpha: 1 of 2 points", tests, 7, files, figures, {"python": "3"}, "2026-01-31T12:00:00Z", 1.5)


@pytest.fixture
def unsolved(tmp_path):
    """An answer whose first function does something else; call it with that, a statement for `doing`."""

    def write(statement):
        path = tmp_path / f"{NAME}.py"
        path.write_text(doing(NAME, statement), encoding="utf-8")
        return path

    return write


def test_a_report_is_read_back_as_it_was_written(unsolved):
    made = report(("pass", 3), ("fail", 2), ("wait", 1), ("todo", 4))
    there_and_back = record.Report.from_json(json.loads(json.dumps(made.as_json())))
    assert there_and_back == made
    assert there_and_back.as_json() == made.as_json()
    found = build(check(NAME, unsolved("return 1")))
    assert record.Report.from_json(json.loads(json.dumps(found.as_json()))) == found


@pytest.mark.parametrize(
    ("outcomes", "score", "status"),
    [
        (["pass", "pass"], 2, 0),
        (["pass", "wait"], 1, 1),
        (["pass", "error", "fail"], None, 3),
        ([], 0, 3),
    ],
)
def test_score_and_exit_status_follow_from_the_outcomes(outcomes, score, status):
    made = report(*((outcome, 1) for outcome in outcomes))
    assert (made.score, made.status) == (score, status)
    assert made.as_json().get("score", None) == score
    assert ("score" in made.as_json()) == ("error" not in outcomes)


def without(*path):
    """Take a field out of a report's JSON."""

    def change(content):
        for step in path[:-1]:
            content = content[step]
        del content[path[-1]]

    return change


def replaced(value, *path):
    def change(content):
        for step in path[:-1]:
            content = content[step]
        content[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (without("tests"), "report has no tests"),
        (without("extra_data", "seed"), "report.extra_data has no seed"),
        (without("tests", 1, "extra_data", "outcome"), "report.tests[1].extra_data has no outcome"),
        (without("tests", 0, "max_score"), "report.tests[0] has no max_score"),
        (without("extra_data", "files", "alpha", "path"), "report.extra_data.files.alpha has no path"),
        (without("score"), "report.score: expected 1, as the tests add up, got None"),
        (replaced("1", "extra_data", "seed"), "report.extra_data.seed: expected a whole number, got '1' (a str)"),
        (replaced(True, "extra_data", "seed"), "report.extra_data.seed: expected a whole number"),
        (
            replaced("no", "tests", 0, "extra_data", "outcome"),
            "expected one of pass, fail, todo, wait, error, got 'no'",
        ),
        (replaced({}, "tests"), "report.tests: expected a list, got a dict"),
        (replaced(None, "tests", 1), "report.tests[1]: expected an object, got None"),
        (replaced("x", "extra_data", "figures", "alpha", "accuracy"), "figures.alpha.accuracy: expected a number"),
    ],
)
def test_what_is_malformed_is_refused_and_named(change, told):
    content = copy.deepcopy(report(("pass", 1), ("fail", 1)).as_json())
    change(content)
    with pytest.raises(Malformed, match=re.escape(told)):
        record.Report.from_json(content)


@pytest.mark.parametrize("content", [None, [], "report", 3])
def test_what_is_no_object_is_no_report(content):
    with pytest.raises(Malformed, match="report: expected an object"):
        record.Report.from_json(content)


def test_the_page_of_a_report_that_was_read_back_is_the_same(tmp_path):
    made = report(("pass", 3), ("fail", 2))
    write_html(made, tmp_path / "fresh.html")
    write_html(record.Report.from_json(made.as_json()), tmp_path / "read.html")
    page = (tmp_path / "fresh.html").read_text("utf-8")
    assert "checked   the sum" in page
    assert page == (tmp_path / "read.html").read_text("utf-8")


# Another dtype, whose message is the same for all seeds, and other values, of which one that was drawn is told.
NEARLY = """
result = _solved(*arguments)
first, *rest = result if isinstance(result, tuple) else (result,)
first = np.asarray(first, dtype="float64") * 1.004
return (first, *rest) if isinstance(result, tuple) else first
"""


def test_the_same_seed_gives_the_same_report(unsolved):
    path = unsolved(NEARLY)
    first, second = (build(check(NAME, path, seed=SEED)).as_json() for _ in range(2))
    for report in (first, second):
        for test in report["tests"]:
            assert test["extra_data"].pop("seconds") >= 0  # the one thing that is another each time
    assert first["tests"] == second["tests"]
    other = build(check(NAME, path, seed=SEED + 1)).as_json()
    assert [test["status"] for test in first["tests"]] == [test["status"] for test in other["tests"]]
    (lost, *_), (again, *_) = (
        [test["output"] for test in report["tests"] if test["status"] == "failed"] for report in (first, other)
    )
    assert lost.splitlines()[:2] == again.splitlines()[:2]


def test_results_json_is_gradescopes_and_tells_what_was_judged(unsolved):
    report = build(check(NAME, unsolved("return 1"), seed=SEED)).as_json()
    assert report["score"] == sum(test["score"] for test in report["tests"])
    assert report["extra_data"]["seed"] == SEED
    assert set(report["extra_data"]["versions"]) == {"python", "keras", "tensorflow", "numpy"}
    assert re.fullmatch("[0-9a-f]{64}", report["extra_data"]["files"][NAME]["sha256"])
    for test in report["tests"]:
        assert test["status"] == ("passed" if test["extra_data"]["outcome"] == "pass" else "failed")
        assert test["extra_data"]["outcome"] in OUTCOMES
        assert test["number"] == f"{NAME}.{test['extra_data']['check']}"
        assert test["score"] in (0, test["max_score"])
    assert json.loads(json.dumps(report)) == report


def test_where_a_check_breaks_there_is_no_score_and_nobody_is_blamed(answer, monkeypatch):
    from workshop import data

    def no_data(name):
        raise data.DataError("There is no network.")

    monkeypatch.setattr(data, "load", no_data)
    trained = trained_checks(NAME)[-1]
    outcome = check(NAME, answer(NAME), train=True)
    assert outcomes(outcome)[trained] == "error"
    report = build(outcome).as_json()
    assert "score" not in report
    (output,) = [test["output"] for test in report["tests"] if test["number"] == f"{NAME}.{trained}"]
    assert "not your answer's fault" in output
    assert "--no-train" in output
