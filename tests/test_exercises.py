"""Each exercise is a script that learners run: it leaves a run folder, and friendly words where something is missing."""

import csv
import json

import keras
import numpy as np
import pytest
from PIL import Image

from checker.exercises import exercises
from tests.conftest import need_program

COMMON = {"config.json", "results.json", "metrics.csv", "tensorboard", "curves.png"}
CLASSIFIER = COMMON | {"model.keras", "confusion.png", "answers.png", "labels.png", "model.png"}
EXPECTED = {
    "mnist": CLASSIFIER,
    "cnn": CLASSIFIER | {"kernels.png"},
    "dcgan": COMMON
    | {"generator.keras", "samples.npy", "samples.png", "training.gif", "epochs", "generator.png", "discriminator.png"},
}
EPOCHS = {"mnist": 2, "cnn": 16, "dcgan": 3}  # until a few hundred pictures are learned


@pytest.fixture
def few_digits(tmp_path):
    """A small data set: each digit a block of its own place, easy to learn."""
    rng = np.random.default_rng(0)

    def draw(count):
        labels = (np.arange(count) % 10).astype("uint8")
        images = rng.integers(0, 60, (count, 28, 28)).astype("uint8")
        for image, label in zip(images, labels, strict=True):
            row, column = divmod(int(label), 4)
            image[row * 8 : row * 8 + 7, column * 7 : column * 7 + 6] = 250
        return images, labels

    (x_train, y_train), (x_test, y_test) = draw(1200), draw(200)
    np.savez(tmp_path / "few.npz", x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)
    return tmp_path / "few.npz"


@pytest.mark.parametrize("name", EXPECTED)
def test_the_solution_runs_as_a_script_and_leaves_a_run_folder(name, root, run_python, few_digits, tmp_path):
    need_program("dot", "graphviz")
    out = tmp_path / "out"
    arguments = (
        root / "solutions" / f"{name}.py",
        "--dataset",
        few_digits,
        "--epochs",
        EPOCHS[name],
        "--seed",
        3,
        "--out",
        out,
    )
    done = run_python(*arguments)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in out.iterdir()} == EXPECTED[name]
    for picture in out.glob("*.png"):
        assert picture.read_bytes().startswith(b"\x89PNG")
    config = json.loads((out / "config.json").read_text("utf-8"))
    assert (config["exercise"], config["epochs"], config["seed"]) == (name, EPOCHS[name], 3)
    rows = list(csv.DictReader((out / "metrics.csv").open(encoding="utf-8")))
    assert len(rows) == EPOCHS[name]
    results = json.loads((out / "results.json").read_text("utf-8"))
    assert results["training_seconds"] > 0
    if name in ("mnist", "cnn"):
        assert results["test_accuracy"] > 0.5
    assert "events.out" in str(next(iter((out / "tensorboard").rglob("events*"))))

    again = run_python(*arguments)
    assert again.returncode == 1
    assert "is not empty, and a run overwrites nothing" in again.stderr

    repeated = run_python(*arguments[:-1], tmp_path / "repeated")
    assert repeated.returncode == 0
    results_again = json.loads((tmp_path / "repeated" / "results.json").read_text("utf-8"))
    assert results_again | {"training_seconds": 0} == results | {"training_seconds": 0}
    if name == "dcgan":
        assert (tmp_path / "repeated" / "samples.npy").read_bytes() == (out / "samples.npy").read_bytes()


def test_a_gan_leaves_pictures_of_its_way_and_samples_that_other_tools_read(root, run_python, few_digits, tmp_path):
    need_program("dot", "graphviz")
    out = tmp_path / "out"
    done = run_python(root / "solutions" / "dcgan.py", "--dataset", few_digits, "--epochs", 4, "--out", out)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in sorted((out / "epochs").iterdir())] == [f"epoch-{n:03}.png" for n in range(1, 5)]
    with Image.open(out / "training.gif") as film:
        assert film.n_frames == 1 + 4  # noise, and a look at the end of each of the short epochs
        first, last = (np.asarray(frame.convert("L"), dtype="float") for frame in (film.copy(), _last(film)))
    assert np.abs(first - last).mean() > 5
    rows = list(csv.DictReader((out / "metrics.csv").open(encoding="utf-8")))
    assert {"epoch", "d_loss", "g_loss", "real_accuracy", "fake_accuracy"} <= set(rows[0])
    assert 0 <= float(rows[-1]["real_accuracy"]) <= 1
    samples = np.load(out / "samples.npy", allow_pickle=False)
    assert (samples.dtype, samples.shape) == (np.uint8, (2000, 28, 28))
    generator = keras.saving.load_model(out / "generator.keras")
    assert generator.output_shape == (None, 28, 28, 1)


def _last(film):
    film.seek(film.n_frames - 1)
    return film


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_an_unfinished_exercise_ends_in_one_friendly_line(exercise, run_python, few_digits):
    done = run_python(exercise.skeleton, "--dataset", few_digits)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    message = done.stderr.strip().splitlines()[-2:]
    assert f"{exercise.name}." in message[0]
    assert "is yours to write" in message[0]
    assert f"{exercise.name}.py, line " in message[0]
    assert "of the lesson" in message[1]


def test_a_real_mistake_keeps_its_traceback(run_python, answer, few_digits):
    text = "def prepare(images, labels):\n    return images / nothing, labels\n\nif __name__ == '__main__':\n    cli.run(main)\n"
    done = run_python(answer("mnist", text), "--dataset", few_digits)
    assert done.returncode == 1
    assert "NameError: name 'nothing'" in done.stderr
    assert "Traceback" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "piece"),
    [
        (["--help"], 0, "--dataset NAME"),
        (["--epochs", "0"], 2, "expected 1 or more"),
        (["--seed", "-1"], 2, "expected 0 to"),
        (["--dataset", "minst"], 1, "There is no data set called 'minst'"),
        (["--dataset", "none.npz"], 1, "There is no file none.npz"),
        (["--dataset", "few.npz", "--out", "few.npz"], 1, "Name another with --out"),
    ],
)
def test_the_command_line_says_what_it_wants(arguments, status, piece, root, run_python, few_digits):
    done = run_python(root / "solutions" / "mnist.py", *arguments)
    assert done.returncode == status
    assert piece in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_importing_an_exercise_does_nothing(root, run_python, tmp_path):
    for exercise in exercises():
        for path in (exercise.solution, exercise.skeleton):
            code = f"import sys; sys.path.insert(0, {str(path.parent)!r}); import {exercise.name}"
            done = run_python("-c", code)
            assert done.returncode == 0, done.stderr
            assert done.stdout == ""
    assert [path for path in tmp_path.iterdir() if path.name != "__pycache__"] == []


def test_without_graphviz_one_line_tells_how_to_get_it(monkeypatch, capsys, tmp_path):
    from workshop import images

    monkeypatch.setenv("PATH", str(tmp_path))
    assert images.diagram(str(tmp_path / "model.png"), model=None) is False
    assert "apt install graphviz" in capsys.readouterr().out
