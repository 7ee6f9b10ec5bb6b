"""Each exercise is a script that learners run: it leaves a run folder, and friendly words where something is missing."""

import csv
import json
import math
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from checker.commands import demo
from checker.exercises import exercises
from workshop.pages import lessons

pytestmark = [pytest.mark.step(10), pytest.mark.slow, pytest.mark.xdist_group("runs")]  # made once, in one process
ALWAYS = {"config.json", "results.json", "index.html"}  # which a workshop.runs.Run writes
IN_EPOCHS = {"metrics.csv", "tensorboard"}  # which its callbacks write


@pytest.mark.leaves_a_run
def test_the_solution_runs_as_a_script_and_leaves_a_run_folder(exercise, trained):
    out, facts = trained(exercise), exercise.facts
    epochs = facts.get("TRIED_EPOCHS")
    assert {path.name for path in out.iterdir()} == ALWAYS | set(facts["LEAVES"]) | (IN_EPOCHS if epochs else set())
    for image in out.glob("*.png"):
        assert image.read_bytes().startswith(b"\x89PNG")
    config = json.loads((out / "config.json").read_text("utf-8"))
    assert (config["exercise"], config.get("epochs"), config["seed"]) == (exercise.name, epochs, 3)
    if epochs:
        rows = list(csv.DictReader((out / "metrics.csv").open(encoding="utf-8")))
        assert len(rows) == epochs
        values = [value for row in rows for value in row.values() if value != "NA"]  # Keras's word for no validation
        assert all(math.isfinite(float(value)) for value in values)
        assert list((out / "tensorboard").rglob("events.out*"))
    results = json.loads((out / "results.json").read_text("utf-8"))
    assert results["training_seconds"] > 0
    if "TRIED_ACCURACY" in facts:
        assert results["test_accuracy"] > facts["TRIED_ACCURACY"]
    page = (out / "index.html").read_text("utf-8")
    assert "Everything below is final." in page
    for image in (path for path in out.iterdir() if path.suffix in (".png", ".gif")):
        assert f'src="{image.name}?' in page, "the page shows it"
    kept = lessons.reference(exercise.name)
    if kept:
        names = results.keys() - {"training_seconds"}
        assert names == kept["results"].keys() if epochs else names < kept["results"].keys()  # fewer by its options
        assert "This run differs in its" in page  # fewer epochs, or other data
        assert ("its epochs" in page) == bool(epochs), "a script that counts in none differs in none"
        assert kept["results"]["parameters"] == results["parameters"], "renew it: python -m checker demo --keep"


@pytest.mark.leaves_a_run
def test_the_page_of_all_solutions_and_its_table_show_the_run(exercise, trained, tmp_path, capsys):
    from rich.console import Console

    out = trained(exercise)
    run = demo.shown(exercise, out, out.parent)
    demo.print_table(Console(), [run])
    assert exercise.name in capsys.readouterr().out
    demo.write_page(tmp_path / "index.html", [run])
    page = (tmp_path / "index.html").read_text("utf-8")
    assert f"{exercise.order}. {exercise.title}</h2>" in page
    assert len(run["pictures"]) == page.count("<figure")
    assert (" epoch" in page.partition("seed 3")[0]) == bool(exercise.facts.get("TRIED_EPOCHS")), "if it counts in any"


@pytest.mark.leaves_a_run
def test_models_samples_and_films_are_read_by_other_tools(exercise, trained):
    import keras

    out, epochs = trained(exercise), exercise.facts.get("TRIED_EPOCHS", 0)
    for path in out.glob("*.keras"):
        assert keras.saving.load_model(path).count_params() > 0
    if (out / "samples.npy").exists():
        samples = np.load(out / "samples.npy", allow_pickle=False)
        assert samples.dtype == np.uint8
        assert samples.ndim >= 3
    if "class" in exercise.facts.get("TRIAL", {}).get("inputs", ()):  # which `python -m checker card` wants to know
        asked = np.load(out / "asked.npy", allow_pickle=False)
        assert np.issubdtype(asked.dtype, np.integer)
        assert asked.shape == (len(samples),)
    for path in out.glob("*.gif"):
        with Image.open(path) as film:
            assert film.n_frames > 1
            first, last = (np.asarray(_frame(film, number), dtype="float") for number in (0, film.n_frames - 1))
        assert np.abs(first - last).mean() > 5
    if (out / "epochs").exists():
        assert [path.name for path in sorted((out / "epochs").iterdir())] == [
            f"epoch-{number:03}.png" for number in range(1, epochs + 1)
        ]


def _frame(film, number):
    film.seek(number)
    return film.convert("L")


@pytest.mark.leaves_a_run
def test_the_same_seed_gives_the_same_results(exercise, trained):
    first, again = trained(exercise), trained(exercise, 1)
    results, repeated = (json.loads((out / "results.json").read_text("utf-8")) for out in (first, again))
    assert repeated | {"training_seconds": 0} == results | {"training_seconds": 0}
    for path in first.glob("*.npy"):
        assert (again / path.name).read_bytes() == path.read_bytes()


@pytest.mark.step(6)
@pytest.mark.leaves_a_run
def test_an_unfinished_exercise_ends_in_one_friendly_line(exercise, run_python, few_images):
    done = run_python(exercise.skeleton, "--dataset", exercise.facts.get("TRIED_DATASET") or few_images)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    message = done.stderr.strip().splitlines()[-2:]
    assert f"{exercise.name}." in message[0]
    assert "is yours to write" in message[0]
    assert f"{exercise.name}.py, line " in message[0]
    assert "of the lesson" in message[1]


IMPORTS = """
import importlib.util, sys
for path in sys.argv[1:]:
    spec = importlib.util.spec_from_file_location("exercise", path)
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
"""


@pytest.mark.step(1)
def test_importing_an_exercise_does_nothing(request, run_python, tmp_path):
    """All of them in one interpreter, for Keras is what takes the time."""
    name = request.config.getoption("--exercise")
    chosen = [exercise for exercise in exercises() if name in (None, exercise.name)]
    paths = [path for exercise in chosen for path in (exercise.solution, exercise.skeleton)]
    done = run_python("-B", "-c", IMPORTS, *paths)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert list(Path(tmp_path).iterdir()) == []
