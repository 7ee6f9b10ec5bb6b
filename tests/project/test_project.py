"""The project as a whole: its style, what its wheel carries, and that its texts point to what exists."""

import re
import subprocess
import sys
import zipfile

import pytest

from checker.exercises import exercises
from checker.judge import references
from checker.materials.keys import keys


def test_the_code_is_formatted_and_clean(root):
    for command in (["check", "."], ["format", "--check", "."]):
        done = subprocess.run([sys.executable, "-m", "ruff", *command], cwd=root, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_wheel_carries_exercises_lessons_and_checks_and_no_answers(root, tmp_path, run_python):
    done = run_python("-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, root)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        for exercise in exercises():
            assert f"checker/carried/exercises/{exercise.name}.py" in names
            assert f"checker/carried/exercises/{exercise.name}.ipynb" in names
            assert f"checker/carried/lessons/{exercise.lesson.name}" in names
            assert f"checker/checks/check_{exercise.name}.py" in names
        assert "workshop/data/__init__.py" in names
        assert "checker/report/templates/report.html" in names
        assert {"workshop/pages/templates/run.html", "workshop/pages/templates/style.css"} <= set(names)
        assert {"workshop/play/static/play.js", "workshop/play/static/play.css"} <= set(names)
        assert "checker/materials/jupyter/labconfig/page_config.json" in names
        assert "checker/checks/pytest.ini" in names
        for name in names:
            if name.endswith((".py", ".ipynb")) and name != "checker/materials/skeletons.py":
                assert b"BEGIN SOLUTION" not in archive.read(name), name
        assert {name.partition("/")[0] for name in names} == {
            "checker",
            "workshop",
            "neural_image_workshop-0.1.0.dist-info",
        }
        carried = {name for name in names if name.startswith("checker/carried/")}
        assert {name.rpartition(".")[2] for name in carried if "/pictures/" in name} == {"png", "gif", "svg"}
        everything = b"\n".join(map(archive.read, names)).decode("utf-8", "replace")
        for exercise in exercises():
            assert not [name for name in carried if exercise.key.name in name and "/lessons/" not in name]
            assert not [key for key in keys(exercise) if max(key.splitlines(), key=len) in everything]
        weights = {f"checker/judge/weights/{name}.npz" for name in references.judged()}
        assert {name for name in names if name.endswith(".npz")} == weights
        assert "checker/judge/weights/index.json" in names
        archive.extractall(tmp_path / "installed")
    # As it is used: from a folder of its own, with nothing of the checkout on the path.
    (tmp_path / "installed" / "empty").mkdir()
    program = "import sys; sys.path.insert(0, sys.argv.pop(1)); from checker.__main__ import main; sys.exit(main())"
    done = run_python("-c", program, tmp_path / "installed", "start", "mine", cwd=tmp_path / "installed" / "empty")
    assert done.returncode == 0, done.stderr
    mine = tmp_path / "installed" / "empty" / "mine"
    assert {path.suffix for path in mine.iterdir()} == {".py", ".ipynb", ".md"}
    first = exercises()[0].name
    done = run_python("-c", program, tmp_path / "installed", first, "--no-train", cwd=mine)
    assert f"{first}: 0 of " in done.stdout, done.stderr


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs"])
def test_links_and_files_named_in_the_texts_exist(root, name):
    for path in (root / name).rglob("*.md") if (root / name).is_dir() else [root / name]:
        text = path.read_text("utf-8")
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", text) + re.findall(
            r'src="(?!https?://)([^"]+)"', text
        ):
            assert (path.parent / target).exists(), f"{path.name} points to {target}"


def test_no_path_of_one_machine_is_committed(root):
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True).stdout.decode()
    for name in filter(None, tracked.split("\0")):
        path = root / name
        if path.suffix in (".png", ".gif", ".npz") or not path.is_file():
            continue
        assert not re.search(r"/(home|root|Users)/\w+/", path.read_text("utf-8")), name
