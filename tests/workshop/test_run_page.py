"""Every run has a page: what it says at its beginning, under way, and however it ends."""

import argparse
import json
import re
import shutil

import numpy as np
import pytest

from checker.exercises import exercises
from tests.support.answers import some_exercise
from workshop import cli, images, runs
from workshop.pages import commands, lessons
from workshop.pages import run as page

NAME = some_exercise().name


@pytest.fixture(autouse=True)
def nothing_left_open():
    yield
    runs.end(None)


def begin(folder, exercise=NAME, dataset="mnist", epochs=6, seed=0):
    return runs.Run(exercise, argparse.Namespace(out=folder, epochs=epochs, seed=seed), dataset)


def text(folder):
    """What the page of a run says, without markup."""
    body = (folder / page.NAME).read_text("utf-8").partition("<body>")[2]
    found = re.sub(r"<script>.*?</script>|<[^>]*>", " ", body, flags=re.DOTALL)
    return " ".join(found.replace("&#39;", "'").replace("&#34;", '"').replace("&quot;", '"').split())


def is_live(folder):
    return "data-beat=" in (folder / page.NAME).read_text("utf-8")


def trained(folder, **options):
    """A run that a small model was trained in, up to the end of training."""
    import keras

    run = begin(folder, **options)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse", metrics=["accuracy"])
    model.fit(np.ones((8, 3)), np.ones(8), batch_size=2, epochs=2, verbose=0, callbacks=run.callbacks())
    return run


def test_the_address_is_printed_at_once_and_the_page_is_there(tmp_path, capsys):
    run = begin(tmp_path / "a run")
    (address,) = re.findall(r"file://\S+", capsys.readouterr().out)
    assert address == (run.folder / "index.html").resolve().as_uri()
    assert "Beginning" in text(run.folder)
    assert is_live(run.folder)


def test_a_page_tells_how_far_training_is_and_ends_with_the_run(tmp_path):
    run = trained(tmp_path / "run")
    assert "Trained. The trained networks are being measured and drawn." in text(run.folder)
    assert "100 %: epoch 2 of 2, step 4 of 4" in text(run.folder)
    assert "loss (solid) goes from" in text(run.folder)
    assert is_live(run.folder)
    run.finish(test_accuracy=0.5, parameters=4)
    assert "Done" in text(run.folder)
    assert "How training goes" not in text(run.folder)
    assert not is_live(run.folder)
    before = (run.folder / page.NAME).read_bytes()
    runs.end(KeyboardInterrupt())  # of somebody else's
    assert (run.folder / page.NAME).read_bytes() == before


def test_numbers_stand_beside_the_references_and_conditions_that_differ_are_named(tmp_path):
    kept = lessons.reference(NAME)
    run = begin(tmp_path / "run", epochs=kept["config"]["epochs"] + 1)
    run.finish(test_accuracy=0.5, parameters=1234567, other=float("nan"))
    told = text(run.folder)
    assert f"test accuracy 50.00 % {kept['results']['test_accuracy']:.2%}".replace("%", " %").replace("  ", " ") in told
    assert f"parameters 1,234,567 {kept['results']['parameters']:,}" in told
    assert "This run differs in its epochs" in told
    same = begin(tmp_path / "same", epochs=kept["config"]["epochs"])
    same.finish()
    assert "differs" not in text(same.folder)


def test_what_to_look_for_is_the_lessons(tmp_path):
    run = begin(tmp_path / "run")
    images.curves(run.path("curves.png"), {"loss": [2.0, 1.0], "val_loss": [2.5, 1.5]})
    run.finish()
    assert "When it goes wrong" in text(run.folder)
    assert "the network learns digits" in text(run.folder)
    assert 'alt="Curves over 2 epochs: training loss goes from 2 to 1, its lowest; validation loss' in (
        run.folder / page.NAME
    ).read_text("utf-8")
    assert '<a href="' in (run.folder / page.NAME).read_text("utf-8")


@pytest.mark.parametrize(
    ("error", "status", "piece"),
    [
        (KeyboardInterrupt(), 130, "Stopped. Ctrl-C ended it."),
        (NotImplementedError(f"{NAME}.prepare is yours to write"), f"\n{NAME}.prepare is yours", "Failed"),
        (ValueError("<b>shapes</b>"), None, "Failed. ValueError: &lt;b&gt;shapes&lt;/b&gt;"),
        (SystemExit(3), 3, "Stopped"),
    ],
)
def test_a_page_says_what_ended_the_run(error, status, piece, tmp_path):
    def main():
        run = begin(tmp_path / "run")
        np.save(run.path("kept.npy"), np.zeros(3))
        raise error

    with pytest.raises(SystemExit if status else type(error)) as ended:
        cli.run(main)
    if status:
        code = ended.value.code
        assert code == status or str(code).startswith(str(status))
    runs.end(None)  # as at the end of the program
    assert piece in text(tmp_path / "run")
    assert not is_live(tmp_path / "run")
    assert (tmp_path / "run" / "kept.npy").exists()


def test_in_a_notebook_an_interrupted_cell_ends_the_page(tmp_path, capsys):
    from IPython.core.interactiveshell import InteractiveShell

    from workshop.notebook import load_ipython_extension

    shell = InteractiveShell()
    load_ipython_extension(shell)
    run = begin(tmp_path / "run")
    shell.run_cell("1 + 1")
    assert is_live(run.folder)
    shell.run_cell("raise KeyboardInterrupt")
    assert "Stopped. Ctrl-C ended it." in text(run.folder)


def test_a_page_that_cannot_be_written_ends_no_run(tmp_path, capsys):
    run = begin(tmp_path / "run")
    (run.folder / page.NAME).unlink()
    (run.folder / page.NAME).mkdir()
    run.finish(parameters=1)
    assert json.loads((run.folder / "results.json").read_text())["parameters"] == 1
    assert "could not be written" in capsys.readouterr().err


def test_a_loss_that_is_no_number_any_more_is_told(tmp_path):
    run = begin(tmp_path / "run")
    progress = page.Progress(2, 10, step=4)
    progress.note({"loss": 1.0})
    progress.step = 8
    progress.note({"loss": float("nan"), "other": "text"})
    page.write(run.folder, page.training(progress), progress)
    assert "! loss is no longer a number." in text(run.folder)


def test_the_time_that_is_left_does_not_count_compiling():
    progress = page.Progress(2, 100, step=1, seconds=30)
    progress.note({"loss": 1.0})
    assert progress.left == ""
    progress.step, progress.seconds = 51, 40
    assert progress.left == "30 s"
    assert progress.percent == 25


def test_a_new_exercise_has_a_page_without_an_edit_anywhere_else(root, tmp_path, monkeypatch):
    shutil.copytree(root / "tests" / "toys" / "matcher" / "docs" / "lessons", tmp_path / "lessons")
    lesson = tmp_path / "lessons" / "98-matcher.md"
    lesson.write_text(
        lesson.read_text("utf-8")
        + "\n## Reading what a run leaves\n\n- **`seen.png`**: is there a *shape*? So:\n\n  ![x](y)\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(lessons, "FOLDERS", (tmp_path / "lessons",))
    import keras

    run = begin(tmp_path / "run", exercise="matcher")
    keras.utils.save_img(run.path("seen.png"), np.full((28, 28, 1), 200.0), scale=False)
    run.finish(parameters=3)
    told = text(run.folder)
    assert "Does this label fit this image?" in told
    assert "Is there a shape ?" in told
    shown = 'alt="seen.png: a grey image of 28 by 28 pixels; 100% of their pixels are brighter than half"'
    assert shown in (run.folder / page.NAME).read_text("utf-8")
    assert "reference solution" not in told
    assert "checker matcher" in told
    plain = begin(tmp_path / "plain", exercise="nowhere")  # and one without a lesson
    plain.finish()
    assert "Done" in text(plain.folder)


def test_commands_name_the_file_that_ran_and_the_run_from_where_the_learner_stands(root, tmp_path, monkeypatch):
    def told(folder, **how):
        return [line for _, line in commands.commands(folder, NAME, **how)]

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKSHOP_START", json.dumps(["python3", str(tmp_path.resolve() / "house" / "start.py")]))
    solution = root / "solutions" / f"{NAME}.py"
    monkeypatch.setattr("sys.argv", [str(solution)])
    run = tmp_path / "runs" / "a run"
    run.mkdir(parents=True)
    (line,) = told(run, is_live=False, is_done=True)
    assert line.startswith(f"python3 house/start.py checker {NAME} --file ")
    assert line.endswith(f"solutions/{NAME}.py")
    (tmp_path / f"{NAME}.py").touch()
    monkeypatch.setattr("sys.argv", [f"{NAME}.py"])
    (run / "samples.npy").touch()
    card, line = told(run, is_live=False, is_done=True)
    assert line == f"python3 house/start.py checker {NAME}"
    assert card == "python3 house/start.py checker card 'runs/a run'"
    (run / "card.json").touch()
    assert told(run, is_live=False, is_done=True) == [line]
    for name, what in (("model.keras", "draw"), ("generator.keras", "explore"), ("decoder.keras", None)):
        (run / name).touch()
        assert told(run, is_live=False, is_done=True)[1:] == [
            f"python3 house/start.py -m workshop {what} 'runs/a run'"
        ] * bool(what)
        (run / name).unlink()
    assert told(run, is_live=True, is_done=False) == [f"{line} --no-train"]
    assert told(run, is_live=False, is_done=False)[1] == f"python3 house/start.py {NAME}.py"


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_the_references_numbers_are_of_a_plain_run_of_the_solution(exercise):
    kept = lessons.reference(exercise.name)
    if kept is None:
        pytest.skip("nothing was kept yet: python -m checker demo --keep")
    assert kept["config"]["dataset"] == exercise.facts.get("DATASET", "mnist")
    assert kept["config"]["seed"] == 0
    epochs = kept["config"].get("epochs")  # a script need not count in epochs
    assert epochs is None or f"epochs={epochs}" in exercise.solution.read_text("utf-8")
    assert kept["results"]["parameters"] > 0
    assert "training_seconds" not in kept["results"]
