"""Each lesson has what a learner looks for, and is a notebook, too, whose cells run; also where nothing is written."""

import inspect
import re
import shutil

import nbclient
import nbformat
import pytest

from checker.materials import lessons
from checker.materials.keys import keys
from checker.materials.questions import ANSWER, questions
from tests.support import expected, less
from tests.support.answers import parts
from workshop.pages import effort
from workshop.pages import lessons as pages

QUESTION = re.compile(rf"^\*\*(\d+)\. (?:.+\n)+\n{re.escape(ANSWER)}$", re.MULTILINE)


@pytest.mark.step(2)
def test_each_function_to_write_has_a_section_and_a_hint_in_the_lesson(exercise):
    sections = lessons.sections(exercise)
    assert parts(exercise.name)
    for function in parts(exercise.name):
        assert function in sections, f"{exercise.lesson}: no section is headed by `{function}`"
        hint = lessons.hint(exercise, f"{function}() does something")
        assert len(hint) > 100, f"the hint of {function} says little"
        assert f'section "{function}"' in hint


@pytest.mark.step(2)
def test_each_question_has_a_key_and_each_key_a_question(exercise):
    lesson = exercise.lesson.read_text("utf-8")
    numbers = list(map(int, QUESTION.findall(lesson)))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) == lesson.count(ANSWER) == len(questions(exercise)) == len(keys(exercise))
    assert len(numbers) >= 2
    for key in keys(exercise):
        assert "Full marks:" in key
        assert "Half:" in key


@pytest.mark.step(2)
def test_each_section_says_how_long_it_takes_and_the_introduction_says_the_sum(exercise):
    text = exercise.lesson.read_text("utf-8")
    efforts = effort.efforts(text)
    assert [heading for heading, found in efforts.items() if found is None] == []
    assert {heading for heading, found in efforts.items() if not found.goal} <= {"Questions for a written answer"}
    minutes = sum(each.minutes for each in efforts.values())
    assert effort.total(text), 'the introduction must say how long all takes, as in "**Time: about 2½ hours.**"'
    assert abs(effort.total(text) - minutes) <= effort.ROUNDING, f"all sections together take {minutes} minutes"


@pytest.mark.step(2)
def test_what_a_lesson_says_of_time_is_in_no_hint_and_on_no_page(exercise):
    assert not [text for text in lessons.sections(exercise).values() if effort.LINE.search(text)]
    shown = pages.lesson(exercise.name)
    assert not [text for _, text in shown.more if "Afterwards you" in text]


def first_cell(exercise):
    """So that what trains does so in seconds; that it learns something is what `TRIED_EPOCHS` is for.

    A step with larger images takes several times as long.
    """
    code = "\n\n".join(map(inspect.getsource, (less.keep, less.shorten)))
    return f"{code}\n\nkeep(3000, larger=1000)\nshorten(2, {exercise.facts.get('TRIED_OPTIONS', [])})"


def run(exercise, answer, folder, allow_errors):
    """Run an exercise's notebook beside an answer; returns it with its outputs."""
    shutil.copyfile(answer, folder / f"{exercise.name}.py")
    book = nbformat.read(exercise.notebook, as_version=4)
    book.cells.insert(0, nbformat.v4.new_code_cell(first_cell(exercise)))
    settings = {"timeout": 300, "kernel_name": "python3", "allow_errors": allow_errors}
    nbclient.NotebookClient(book, **settings, resources={"metadata": {"path": str(folder)}}).execute()
    return book


def outputs(book, kind):
    return [output for cell in book.cells for output in cell.get("outputs", []) if output.output_type == kind]


def printed(book):
    """What the cells printed to the standard output."""
    return "".join(output.text for output in outputs(book, "stream") if output.name == "stdout")


@pytest.mark.slow
@pytest.mark.step(10)
def test_every_cell_runs_against_a_finished_exercise(exercise, real_digits, tmp_path):
    book = run(exercise, exercise.solution, tmp_path, allow_errors=False)
    wrong = expected.wrong(exercise.lesson.read_text("utf-8"), book)
    assert not wrong, "\n\n".join(wrong)
    full = re.search(rf"{exercise.name}: (\d+) of (\d+) points", printed(book))
    assert full[1] == full[2]
    if "LEAVES" in exercise.facts:  # there is something to train, and to see
        assert any("image/png" in output.data or "image/gif" in output.data for output in outputs(book, "display_data"))
        assert (tmp_path / "runs").is_dir()


@pytest.mark.slow
@pytest.mark.step(10)
def test_an_unfinished_exercise_gets_friendly_lines_and_no_traceback(exercise, real_digits, tmp_path):
    book = run(exercise, exercise.skeleton, tmp_path, allow_errors=True)
    assert not outputs(book, "error")
    text = printed(book)
    assert "Traceback" not in text
    assert re.search(rf"{exercise.name}\.[\w.]+ is yours to write", text)
    if "LEAVES" in exercise.facts:
        assert f"`python -m checker {exercise.name} --hint` gives a hint." in text
        assert "a cell above makes it, once it runs to its end" in text
