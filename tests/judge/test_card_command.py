"""`python -m checker card RUN_FOLDER`: the report card of a learner's own run."""

import json
import shutil

import numpy as np
import pytest

from checker.commands.card import repeatable
from workshop.pages import run as page

pytestmark = pytest.mark.slow


@pytest.fixture
def run_folder(tmp_path, real_digits):
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps({"dataset": "mnist"}), encoding="utf-8")
    np.save(folder / "samples.npy", real_digits.test.images[:300])
    return folder


def test_the_card_of_a_run_is_printed_and_written_beside_its_samples(run_folder, run_python):
    done = run_python("-m", "checker", "card", run_folder)
    assert done.returncode == 0, done.stderr
    for piece in ("hard level", "Fréchet distance", "copy ratio", "card.png"):
        assert piece in done.stdout
    numbers = json.loads((run_folder / "card.json").read_text("utf-8"))
    assert numbers["digits"] == 10
    assert numbers["repeatable"] is None
    assert (run_folder / "card.png").read_bytes().startswith(b"\x89PNG")


def test_the_card_of_images_that_were_asked_for_tells_whether_they_are_what_was_asked_for(
    run_folder, run_python, real_digits
):
    np.save(run_folder / "asked.npy", real_digits.test.labels[:300])
    page.write(run_folder, page.done())
    assert "card.png" not in (run_folder / page.NAME).read_text("utf-8")
    done = run_python("-m", "checker", "card", run_folder)
    assert done.returncode == 0, done.stderr
    assert "named as asked" in done.stdout
    numbers = json.loads((run_folder / "card.json").read_text("utf-8"))
    assert numbers["named"] > 0.97
    assert len(numbers["named_by_class"]) == 10
    assert (run_folder / "card.png").read_bytes().startswith(b"\x89PNG")
    told = (run_folder / page.NAME).read_text("utf-8")
    assert 'src="card.png?' in told
    assert 'alt="The report card of 300 images of ' in told


def test_images_of_a_class_that_no_data_set_has_are_judged_by_the_judge_of_that_class(run_folder, command):
    from checker.judge import winged_horses
    from workshop import data

    (run_folder / "config.json").write_text(json.dumps({"dataset": "creatures"}), encoding="utf-8")
    winged, (others, _) = winged_horses.draw(300, 5), data.load("creatures").test
    for images, taken, said in ((winged, 1, "hard: fooled"), (others[:300], 0, "Easy: not yet. What is missing:")):
        np.save(run_folder / "samples.npy", images)
        done = command("card", run_folder)
        assert done.returncode == 0, done.stderr
        assert said in " ".join(done.stdout.split())
        assert "taken for winged horses" in " ".join(done.stdout.split())
        numbers = json.loads((run_folder / "card.json").read_text("utf-8"))
        assert abs(numbers["taken"] - taken) < 0.03
        assert (run_folder / "card.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("spoil", "piece"),
    [
        (lambda folder: shutil.rmtree(folder), "There is no folder"),
        (lambda folder: (folder / "samples.npy").unlink(), "There is no samples.npy"),
        (lambda folder: (folder / "samples.npy").write_bytes(b"nothing"), "cannot be read"),
        (lambda folder: np.save(folder / "samples.npy", np.zeros((300, 28, 28))), "expected uint8 (n, 28, 28)"),
        (lambda folder: np.save(folder / "samples.npy", np.zeros((3, 28, 28), "uint8")), "at least 200"),
        (lambda folder: np.save(folder / "asked.npy", np.zeros(299, int)), "from 0 to 9"),
        (lambda folder: np.save(folder / "asked.npy", np.zeros(300)), "expected the class"),
        (lambda folder: np.save(folder / "asked.npy", np.full(300, 10)), "expected the class"),
        (lambda folder: (folder / "asked.npy").write_bytes(b"nothing"), "cannot be read"),
        (lambda folder: (folder / "config.json").write_text('{"dataset": "few.npz"}'), "There is no file few.npz"),
        (lambda folder: (folder / "config.json").write_text("{"), "cannot be read"),
    ],
)
def test_a_folder_without_a_run_ends_in_one_message(spoil, piece, run_folder, command):
    spoil(run_folder)
    done = command("card", run_folder)
    assert done.returncode == 2, done.stdout
    assert piece in done.stderr
    assert "Traceback" not in done.stderr


def test_other_data_is_not_judged(run_folder, command, tmp_path, real_digits):
    few = {"x_train": real_digits.train.images[:500], "y_train": real_digits.train.labels[:500]}
    np.savez(tmp_path / "few.npz", x_test=few["x_train"], y_test=few["y_train"], **few)
    (run_folder / "config.json").write_text(json.dumps({"dataset": str(tmp_path / "few.npz")}), encoding="utf-8")
    done = command("card", run_folder)
    assert done.returncode == 2
    assert "there is no judge for it" in done.stderr


@pytest.mark.parametrize("conditional", [False, True], ids=["noise", "noise and class"])
def test_whether_images_are_made_from_noise_is_seen_in_the_generator(conditional, tmp_path):
    import keras
    from keras import layers

    noise, label = keras.Input((8,)), keras.Input((), dtype="int32")
    start = layers.Concatenate()([noise, layers.Embedding(6, 3)(label)]) if conditional else noise
    for name, scale, told in (("from_noise", 1.0, True), ("from_nothing", 0.0, False)):
        images = layers.Reshape((4, 4, 1))(layers.Dense(16, activation="tanh")(layers.Rescaling(scale)(start)))
        keras.Model([noise, label] if conditional else noise, images).save(tmp_path / f"{name}.keras")
        assert repeatable(tmp_path / f"{name}.keras") is told
    assert repeatable(tmp_path / "none.keras") is None
