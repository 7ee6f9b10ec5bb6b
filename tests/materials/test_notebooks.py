"""Each lesson is a notebook, too: its cells run against a finished exercise, and are friendly to an unfinished one."""

import json
import shutil

import nbclient
import nbformat
import pytest

from checker.exercises import exercises
from checker.materials import notebooks, skeletons
from checker.materials.questions import ANSWER


def outputs(book, kind):
    return [output for cell in book.cells for output in cell.get("outputs", []) if output.output_type == kind]


def printed(book):
    """What the cells printed to the standard output."""
    return "".join(output.text for output in outputs(book, "stream") if output.name == "stdout")


@pytest.mark.slow
def test_a_real_mistake_keeps_its_traceback_and_an_edit_is_loaded(tmp_path):
    exercise = exercises()[0]
    name, path = exercise.name, tmp_path / exercise.skeleton.name
    shutil.copyfile(exercise.skeleton, path)
    (function, *_) = skeletons.to_write(name, exercise.solution.read_text("utf-8"))
    call = f"{name}.{function}(0, 0)"
    edit = (
        "from pathlib import Path\n"
        f"path = Path({path.name!r})\n"
        f"unfinished = 'raise NotImplementedError(\"{name}.{function}'\n"
        "path.write_text(path.read_text().replace(unfinished, 'return nothing #', 1))"
    )
    cells = [notebooks.SETUP.format(name=name), call, edit, "import time; time.sleep(1)", call]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    resources = {"metadata": {"path": str(tmp_path)}}
    nbclient.NotebookClient(book, kernel_name="python3", allow_errors=True, resources=resources).execute()
    assert f"{name}.{function} is yours to write" in printed(book)
    (error,) = outputs(book, "error")
    assert error.ename == "NameError"
    assert "nothing" in error.evalue


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_a_notebook_has_stable_ids_and_room_for_answers(exercise):
    lesson = exercise.lesson.read_text("utf-8")
    text = notebooks.make(exercise, lesson)
    assert text == notebooks.make(exercise, lesson) == exercise.notebook.read_text("utf-8")
    book = nbformat.reads(text, as_version=4)
    nbformat.validate(book)
    assert len({cell.id for cell in book.cells}) == len(book.cells)
    answers = [cell for cell in book.cells if cell.source == ANSWER]
    assert len(answers) == lesson.count(ANSWER) >= 2
    # A paragraph more in one section leaves the ids of all others as they are.
    changed = json.loads(
        notebooks.make(exercise, lesson.replace("## When it goes wrong\n", "## When it goes wrong\n\nMore.\n"))
    )
    others = {cell["id"] for cell in changed["cells"]} & {cell.id for cell in book.cells}
    assert len(others) == len(book.cells) - 1


@pytest.mark.parametrize("shown", ["dot.png", "dot.svg"])
def test_an_image_of_a_lesson_is_carried_inside_as_a_png_since_jupyterlab_shows_no_svg_of_a_cell(shown, tmp_path):
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "dot.png").write_bytes(b"\x89PNG dot")

    class Toy:
        name, lesson = "toy", tmp_path / "4-toy.md"

    book = json.loads(notebooks.make(Toy, f"# Toy\n\n![a dot](pictures/{shown})\n"))
    assert book["cells"][0]["source"] == ["# Toy\n", "\n", "![a dot](attachment:dot.png)"]
    assert book["cells"][0]["attachments"] == {"dot.png": {"image/png": "iVBORyBkb3Q="}}
