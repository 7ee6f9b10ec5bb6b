"""Skeletons are made from solutions, notebooks from lessons; what somebody has edited is never overwritten unasked."""

import shutil

import pytest

from checker import exercises
from checker.__main__ import main
from checker.errors import UsageError
from checker.materials import skeletons, start, sync

FIRST = exercises.exercises()[0]


@pytest.fixture
def copy(tmp_path, root, monkeypatch):
    """A copy of solutions, exercises, lessons and README to change at will."""
    for name in ("solutions", "exercises", "docs"):
        shutil.copytree(root / name, tmp_path / name)
    shutil.copyfile(root / "README.md", tmp_path / "README.md")
    monkeypatch.setattr(exercises, "ROOT", tmp_path)
    return tmp_path


def test_the_committed_exercises_are_what_solutions_and_lessons_make():
    assert sync.sync(check=True) == ""


def test_a_skeleton_keeps_instructions_and_loses_answers():
    text = skeletons.skeleton(
        "toy",
        'def double(x):\n    """Twice x."""\n    # TODO: think\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION\n',
    )
    assert text.splitlines()[1:] == [
        "def double(x):",
        '    """Twice x."""',
        "    # TODO: think",
        "    # YOUR CODE HERE",
        '    raise NotImplementedError("toy.double is yours to write")',
    ]
    assert text.startswith("# Generated from solutions/toy.py (checksum ")


def test_a_method_is_named_with_its_class():
    text = skeletons.skeleton(
        "toy", "class Net:\n    def step(self):\n        ### BEGIN SOLUTION\n        pass\n        ### END SOLUTION\n"
    )
    assert '        raise NotImplementedError("toy.Net.step is yours to write")' in text


@pytest.mark.parametrize(
    ("source", "piece"),
    [
        ("def f():\n    ### BEGIN SOLUTION\n    pass\n", "never ends"),
        ("def f():\n    pass\n    ### END SOLUTION\n", "never began"),
        ("def f():\n    ### BEGIN SOLUTION\n    ### BEGIN SOLUTION\n    pass\n", "begins inside"),
        ("### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n", "inside a function"),
        ("def f():\n    pass\n", "no region"),
    ],
)
def test_markers_that_do_not_pair_up_are_named_with_their_line(source, piece):
    with pytest.raises(ValueError, match=piece):
        skeletons.skeleton("toy", source)


def test_an_old_skeleton_is_renewed_and_check_tells_how(copy, capsys):
    FIRST.solution.write_text(FIRST.solution.read_text("utf-8").replace("Exercise 1:", "Exercise one:"), "utf-8")
    assert main(["sync", "--check"]) == 1
    told = capsys.readouterr().out
    assert '+"""Exercise one: ' in told
    assert "python -m checker sync" in told
    assert main(["sync"]) == 0
    assert "Exercise one:" in FIRST.skeleton.read_text("utf-8")
    assert main(["sync", "--check"]) == 0


def test_the_table_of_exercises_is_made_anew_and_all_around_it_stays(copy, capsys):
    readme = copy / "README.md"
    right = readme.read_text("utf-8")
    row = next(line for line in right.splitlines() if line.startswith(f"| {FIRST.order} | `{FIRST.name}` "))
    assert f"(docs/lessons/{FIRST.order}-{FIRST.name}.md)" in row
    for function in skeletons.to_write(FIRST.name, FIRST.solution.read_text("utf-8")):
        assert f"`{function}`" in row
    readme.write_text("More words.\n" + right.replace(f"{row}\n", ""), encoding="utf-8")
    assert main(["sync", "--check"]) == 1
    assert f"+{row}" in capsys.readouterr().out
    assert main(["sync"]) == 0
    assert readme.read_text("utf-8") == "More words.\n" + right
    readme.write_text("# Neural image workshop\n", encoding="utf-8")
    assert main(["sync"]) == 2
    assert "Add two lines: <!-- exercises --> and <!-- end of exercises -->" in capsys.readouterr().err


def test_an_edited_exercise_is_not_overwritten_unless_forced(copy, capsys):
    path = FIRST.skeleton
    mine = path.read_text("utf-8").replace("# YOUR CODE HERE", "return 1  # mine")
    path.write_text(mine, encoding="utf-8")
    assert main(["sync"]) == 2
    assert f"exercises/{path.name} was edited by hand" in capsys.readouterr().err
    assert path.read_text("utf-8") == mine
    assert main(["sync", "--force"]) == 0
    assert path.read_text("utf-8") != mine


def test_an_old_notebook_is_renewed_and_an_edited_or_run_one_is_not_overwritten(copy, capsys):
    lesson, path = FIRST.lesson, FIRST.notebook
    lesson.write_text(lesson.read_text("utf-8").replace("# Exercise 1:", "# Exercise one:"), encoding="utf-8")
    assert main(["sync", "--check"]) == 1
    assert "# Exercise one:" in capsys.readouterr().out
    assert main(["sync"]) == 0
    assert "# Exercise one:" in path.read_text("utf-8")
    made = path.read_text("utf-8")
    for mine in (
        made.replace("*Your answer:*", "*Because of the loss.*", 1),
        made.replace('"outputs": []', '"outputs": [{"output_type": "stream", "name": "stdout", "text": "2.3"}]', 1),
        "no notebook",
    ):
        assert mine != made
        path.write_text(mine, encoding="utf-8")
        assert main(["sync"]) == 2
        assert f"exercises/{path.name} was edited by hand" in capsys.readouterr().err
        assert path.read_text("utf-8") == mine
    assert main(["sync", "--force"]) == 0
    assert path.read_text("utf-8") == made


def test_start_copies_skeletons_and_notebooks_and_overwrites_nothing(tmp_path, capsys):
    mine = tmp_path / "my folder"
    assert main(["start", str(mine)]) == 0
    names = {path.name for path in mine.iterdir()}
    for exercise in exercises.exercises():
        assert {f"{exercise.name}.py", f"{exercise.name}.ipynb"} <= names
    (mine / FIRST.skeleton.name).write_text("# mine")
    assert main(["start", str(mine)]) == 0
    assert "Left as they were:" in capsys.readouterr().out
    assert (mine / FIRST.skeleton.name).read_text() == "# mine"
    with pytest.raises(UsageError, match="Name another folder"):
        start.start(mine / FIRST.skeleton.name)


def test_a_new_diagram_is_told_and_drawn(copy, capsys):
    source = copy / "docs" / "diagrams" / "line.py"
    source.write_text(
        "from matplotlib.figure import Figure\n\n\ndef draw():\n    return Figure(figsize=(4, 3))\n", encoding="utf-8"
    )
    assert main(["sync", "--check"]) == 1
    assert "docs/diagrams/line.py is not drawn as it is now" in capsys.readouterr().out
    assert main(["sync"]) == 0
    assert "<svg" in (copy / "docs" / "lessons" / "pictures" / "line.svg").read_text("utf-8")
    assert main(["sync", "--check"]) == 0


def test_a_glossary_that_somebody_edited_is_not_overwritten(copy, capsys):
    path = copy / "exercises" / "glossary.md"
    path.write_text(path.read_text("utf-8") + "\n## mine\n\nA word.\n", encoding="utf-8")
    assert main(["sync"]) == 2
    assert "exercises/glossary.md was edited by hand" in capsys.readouterr().err
