"""What a newcomer gets wrong, and what the command says of it."""

import shutil
import zipfile

import keras
import pytest

from tests.play.conftest import a_run, serving
from workshop.__main__ import main
from workshop.play import sessions

# Small networks are trained once, and one browser opened, in one process.
pytestmark = pytest.mark.xdist_group("play")


@pytest.fixture
def told(capsys, monkeypatch, tmp_path):
    """What the command says on stderr; it must have refused."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        capsys.readouterr()
        assert main([str(argument) for argument in arguments] + ["--no-browser"]) == 2
        text = capsys.readouterr().err
        assert "Traceback" not in text
        return text

    return run


def small(*layers, shape=(28, 28, 1)):
    return keras.Sequential([keras.Input(shape), *layers])


def test_without_a_run_a_line_says_which_command_makes_one(told, root):
    for command, files in (("draw", ("model.keras",)), ("explore", ("generator.keras", "decoder.keras"))):
        for arguments in ((), ("runs/nowhere",)):
            text = told(command, *arguments)
            lessons = [
                path.stem.partition("-")[2]
                for path in sorted((root / "docs" / "lessons").glob("*-*.md"))
                if f"`{files[0]}`" in path.read_text("utf-8")
            ]
            assert f"python {lessons[0]}.py" in text
            assert f"python -m workshop {command} RUN_FOLDER" in text
    assert "runs/nowhere" in told("compare", "runs/nowhere", "runs/elsewhere")


def test_the_newest_run_that_has_a_network_is_taken(told, monkeypatch, tmp_path):
    import os

    from workshop.play.saved import find_run

    monkeypatch.chdir(tmp_path)
    for age, name in ((30, "old"), (20, "new")):
        folder = a_run(tmp_path / "runs" / name, model=small(keras.layers.Flatten()))
        os.utime(folder, (folder.stat().st_mtime - age,) * 2)
    a_run(tmp_path / "runs" / "without")
    assert find_run("draw").name == "new"
    assert find_run("draw", "runs/old/model.keras").name == "old"  # the network itself was named


def test_a_folder_without_the_network_is_told_and_which_page_it_suits(told, tmp_path, generator):
    folder = a_run(tmp_path / "empty")
    assert f"{folder} holds no model.keras." in told("draw", folder)
    text = told("draw", generator)
    assert f"{generator} holds no model.keras. It suits another page" in text
    assert "-m workshop explore" in text


def test_a_network_whose_file_is_broken_is_told(told, tmp_path, dense):
    folder = tmp_path / "broken"
    shutil.copytree(dense, folder)
    content = (folder / "model.keras").read_bytes()
    (folder / "model.keras").write_bytes(content[: len(content) // 2])
    assert "model.keras is damaged" in told("draw", folder)
    (folder / "model.keras").write_bytes(b"")
    assert "model.keras is damaged" in told("draw", folder)
    with zipfile.ZipFile(folder / "model.keras", "w") as archive:
        archive.writestr("config.json", "{}")
    text = told("draw", folder)
    assert "model.keras cannot be loaded" in text
    assert "Train once more" in text


def test_a_network_of_classes_that_keras_does_not_know_is_told_with_their_names(told, tmp_path):
    class Wobble(keras.layers.Layer):
        def call(self, x):
            return x

    folder = a_run(tmp_path / "own", model=small(Wobble(), keras.layers.Flatten(), keras.layers.Dense(10)))
    text = told("draw", folder)
    assert "holds Wobble, which Keras cannot load without your code" in text
    assert "Keras's own layers" in text
    code = keras.layers.Lambda(lambda x: 2 * x)
    folder = a_run(tmp_path / "code", model=small(code, keras.layers.Flatten(), keras.layers.Dense(10)))
    assert "holds Lambda" in told("draw", folder)


@pytest.mark.parametrize(
    ("name", "network", "text"),
    [
        ("model", lambda: small(keras.layers.Flatten(), keras.layers.Dense(2), shape=(8, 8, 3)), "no network that reads a drawing: it maps (None, 8, 8, 3)"),
        ("model", lambda: small(keras.layers.Conv2D(1, 3)), "no network that reads a drawing"),
        ("model", lambda: small(keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(10), shape=(None, None, 1)), "no network that reads a drawing: it maps (None, None, None, 1)"),
        ("model", lambda: small(keras.layers.Flatten(), keras.layers.Dense(1)), "no network that reads a drawing"),
        ("generator", lambda: small(keras.layers.Conv2DTranspose(1, 3), shape=(None, None, 4)), "no network that a page can ask for images"),
        ("generator", lambda: small(keras.layers.Dense(3), shape=(4,)), "no network that a page can ask for images"),
        ("generator", lambda: small(keras.layers.Conv2D(1, 3)), "no network that a page can ask for images"),
    ],
)  # fmt: skip
def test_a_network_of_another_shape_is_told_with_what_is_expected(told, tmp_path, name, network, text):
    found = told("draw" if name == "model" else "explore", a_run(tmp_path / "other", **{name: network()}))
    assert text in found
    assert "Expected" in found


def test_two_runs_that_cannot_be_compared_are_told(told, dense, generator, tmp_path):
    text = told("compare", dense, generator)
    assert "Two runs of one kind can be compared" in text
    from tests.play.conftest import a_generator

    other = a_run(tmp_path / "other", generator=a_generator(labels=False))
    assert "these do not" in told("compare", generator, other)


def test_a_page_is_not_saved_where_it_cannot_be(told, dense, tmp_path):
    assert "--save page.html" in told("draw", dense, "--save", "page.txt")
    (tmp_path / "file").touch()
    assert "cannot be written" in told("draw", dense, "--save", tmp_path / "file" / "page.html")
    odd = small(keras.layers.Normalization(mean=0.0, variance=1.0), keras.layers.Flatten(), keras.layers.Dense(10))
    text = told("draw", a_run(tmp_path / "odd", model=odd), "--save", "page.html")
    assert "it has Normalization, which the page cannot compute" in text
    assert not (tmp_path / "page.html").exists()


def test_a_run_that_is_still_training_is_told(told, tmp_path):
    folder = a_run(tmp_path / "begun")
    assert "This run is still training, or was stopped before its end." in told("draw", folder)
    (folder / "results.json").write_text("{}", encoding="utf-8")
    assert "still training" not in told("draw", folder)


def test_a_run_that_lies_at_a_path_with_spaces_is_opened_and_its_command_can_be_typed(tmp_path, dense, monkeypatch):
    import shlex

    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "Läufe und Versuche" / "ein Lauf"
    shutil.copytree(dense, folder)
    session = sessions.of("draw", [folder])
    assert session.page["networks"][0]["title"] == "ein Lauf"
    words = shlex.split(session.page["command"])
    assert (tmp_path / words[-1]).samefile(folder)
    path = tmp_path / "Seite für dich.html"
    assert main(["draw", str(folder), "--save", str(path)]) == 0
    assert path.exists()


def test_a_network_whose_weights_are_no_numbers_is_not_saved_nor_mixed(told, tmp_path):
    network = small(keras.layers.Flatten(), keras.layers.Dense(10))
    network.layers[-1].bias.assign([float("nan")] * 10)
    folder = a_run(tmp_path / "diverged", model=network)
    assert "The network answers with NaN" in told("draw", folder, "--save", "page.html")
    assert not (tmp_path / "page.html").exists()
    encoder = small(keras.layers.Flatten(), keras.layers.Dense(3), shape=(32, 32, 1))
    encoder.layers[-1].bias.assign([float("inf")] * 3)
    decoder = small(keras.layers.Dense(1024), keras.layers.Reshape((32, 32, 1)), shape=(3,))
    folder = a_run(tmp_path / "coder", "lines", encoder=encoder, decoder=decoder)
    assert "The network answers with NaN" in told("explore", folder)


def test_a_network_that_tensorflow_cannot_compute_here_is_told(told, tmp_path):
    inputs = keras.Input((28, 28, 1))
    scores = keras.layers.Dense(10)(keras.layers.Flatten()(inputs))
    row = keras.ops.take(scores, [99] * 10, axis=1)  # there are ten
    folder = a_run(tmp_path / "beyond", model=keras.Model(inputs, row))
    assert "The network cannot be asked on this machine: " in told("draw", folder)


def test_a_network_whose_training_diverged_says_so_on_the_page(tmp_path, open_page):
    network = small(keras.layers.Flatten(), keras.layers.Dense(10))
    network.layers[-1].bias.assign([float("nan")] * 10)
    session = sessions.of("draw", [a_run(tmp_path / "diverged", model=network)])
    with serving(session) as served:
        shown = open_page(served.address)
        shown.get_by_role("alert").get_by_text("The network answers with NaN").wait_for()
