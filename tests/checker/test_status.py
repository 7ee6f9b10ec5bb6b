"""What is kept of a learner's own runs: the state of each exercise, hints that were taken, and what comes after."""

import json
import re

import pytest

from checker.exercises import exercises, rubric
from checker.materials import lessons, skeletons
from checker.report import kept
from tests.support.answers import compose, parts, some_exercise, static_points

EXERCISE = some_exercise()
NAME = EXERCISE.name
FIRST = parts(NAME)[0]


@pytest.fixture
def mine(tmp_path):
    for exercise in exercises():
        (tmp_path / f"{exercise.name}.py").write_bytes(exercise.skeleton.read_bytes())
    return tmp_path


def row(text, name):
    """What `status` says of an exercise, in one line."""
    rows = re.split(r"^(?=\w)", text, flags=re.MULTILINE)
    return next(" ".join(each.split()) for each in rows if each.startswith(name))


def test_status_names_for_each_exercise_what_is_to_be_written_and_where_it_is_explained(mine, command):
    done = command("status", cwd=mine)
    assert done.returncode == 0
    for exercise in exercises():
        names = skeletons.to_write(exercise.name, exercise.solution.read_text("utf-8"))
        told = row(done.stdout, exercise.name)
        assert f"not checked yet; yours to write: {', '.join(names)}" in told
        assert f'section "{names[0]}"' in told
    assert f"checker {exercises()[0].name}" in done.stdout.rpartition("Next: ")[2]


def test_status_imports_neither_keras_nor_the_checks(run_python, mine):
    code = "import sys; from checker.__main__ import main; main(['status']); print({'keras', 'tensorflow', 'pytest'} & set(sys.modules))"
    assert run_python("-c", code, cwd=mine).stdout.endswith("set()\n")


def test_a_check_keeps_points_for_status_and_an_edit_is_noticed(mine, command):
    path = mine / f"{NAME}.py"
    path.write_text(compose(NAME), encoding="utf-8")
    assert command(NAME, "--no-train", cwd=mine).returncode == 0
    told = row(command("status", cwd=mine).stdout, NAME)
    assert f"{static_points(NAME)} of 100" in told
    trained = next(check for check in rubric(EXERCISE) if check.trained)
    assert f"not run yet: {trained.title}" in told
    path.write_text(compose(NAME) + "\n", encoding="utf-8")
    assert f"{NAME}.py has changed since it was checked" in row(command("status", cwd=mine).stdout, NAME)


def test_what_is_judged_by_its_path_leaves_nothing_beside_it(mine, command, tmp_path):
    command(NAME, "--no-train", "--file", mine / f"{NAME}.py", cwd=mine)
    assert not (mine / kept.FOLDER).exists()


@pytest.mark.parametrize("text", ["", "[]", "null", '{"outcomes": {"a": 1}}', '{"outcomes": {}, "files": {}}'])
def test_what_is_kept_and_cannot_be_read_counts_as_nothing(text, mine, command):
    place = mine / kept.FOLDER / f"{NAME}.json"
    place.parent.mkdir()
    place.write_text(text)
    assert kept.read(mine / f"{NAME}.py") == kept.Kept()
    assert command("status", cwd=mine).returncode == 0


def test_each_hint_is_nearer_than_the_one_before_and_their_number_stands_in_the_report(mine, command):
    found = lessons.hints(EXERCISE, FIRST)
    assert len(found) == 3
    for number in (1, 2, 3, 3):
        done = command(NAME, "--no-train", "--hint", "--json", "r.json", cwd=mine)
        assert f"{number} of 3 on {FIRST}" in done.stdout
        assert [text for text in found if text in done.stdout] == [found[number - 1]]
        report = json.loads((mine / "r.json").read_text("utf-8"))
        assert report["extra_data"]["hints"] == {NAME: {FIRST: number}}
        assert f"; {number} hint{'s' * (number > 1)} taken" in report["output"]
        assert report["score"] == 0
    command(NAME, "--no-train", "--json", "r.json", cwd=mine)  # without a hint: what was taken is still told
    assert json.loads((mine / "r.json").read_text("utf-8"))["extra_data"]["hints"] == {NAME: {FIRST: 3}}


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_hints_are_three_for_each_function_folded_and_hold_no_answer(exercise):
    source = exercise.solution.read_text("utf-8").splitlines()
    answers = {}
    for first, last, function in skeletons.regions(exercise.name, "\n".join(source)):
        answers.setdefault(function, []).extend(line.strip() for line in source[first : last - 1])
    text = exercise.lesson.read_text("utf-8")
    assert text.count("<details>") == text.count("</details>")
    assert text.count("<summary>Hint ") == 3 * len(answers)
    for function, lines in answers.items():
        found = lessons.hints(exercise, function)
        assert len(found) == 3
        for hint in found:
            assert len(hint) > 100
            copied = [line for line in lines if len(line) > 12 and " ".join(line.split()) in hint]
            assert not copied, f"{function}: {copied}"


def test_for_a_check_that_trains_the_signs_of_the_lesson_are_the_hint(mine):
    from checker.commands.check import take_hint
    from checker.outcomes import FAIL, Result

    trained = next(check for check in rubric(EXERCISE) if check.trained)
    result = Result(NAME, trained.name, trained.title, trained.points, True, FAIL)
    told = take_hint([result], {NAME: mine / f"{NAME}.py"}, True)
    rows = lessons.signs(EXERCISE)
    assert len(rows) > 3
    for seen, cause in rows:
        assert f"- {seen}: {cause}" in told
    assert kept.read(mine / f"{NAME}.py").hints == {"training": 1}


def test_the_reference_is_shown_beside_an_answer_with_all_points_and_to_no_other(mine, command):
    path = mine / f"{NAME}.py"
    done = command("compare", NAME, cwd=mine)
    assert done.returncode == 2
    assert f"{NAME}.py does not have all points yet" in done.stderr
    path.write_text(compose(NAME), encoding="utf-8")
    everything = {check.name: "pass" for check in rubric(EXERCISE)}
    kept.write(path, kept.Kept(everything, dict.fromkeys(everything, kept.digest(path))))
    done = command("compare", NAME, cwd=mine)
    assert done.returncode == 0
    for function in parts(NAME):
        assert f"{function}: yours" in done.stdout
        assert f"{function}: the reference solution's" in done.stdout
    assert "all points" in row(command("status", cwd=mine).stdout, NAME)
    path.write_text(compose(NAME) + "\n", encoding="utf-8")
    assert command("compare", NAME, cwd=mine).returncode == 2
