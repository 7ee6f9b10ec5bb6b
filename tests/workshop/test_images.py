"""Sheets, films and plots show what they were given, whatever its size, its colours and its classes."""

import importlib

import numpy as np
import pytest
from PIL import Image

from workshop import data, images


@pytest.fixture
def colours():
    """Twelve images of 32x20, each of one colour, in [-1, 1]."""
    rng = np.random.default_rng(0)
    return np.broadcast_to(rng.uniform(-1, 1, (12, 1, 1, 3)), (12, 32, 20, 3)).astype("float32")


def test_bytes_are_made_of_grey_and_of_colour():
    grey = np.array([-1, -0.5, 0, 1, 2, -3], "float32").reshape(1, 2, 3, 1)
    assert images.to_bytes(grey).tolist() == [[[0, 64, 128], [255, 255, 0]]]
    assert images.to_bytes(np.zeros((5, 16, 20, 3))).shape == (5, 16, 20, 3)
    for wrong in ((5, 16, 20, 2), (16, 20, 3), (5, 16)):
        with pytest.raises(ValueError, match=r"expected images of shape \(n, h, w, 1\) or \(n, h, w, 3\)"):
            images.to_bytes(np.zeros(wrong))


def test_bytes_come_back_as_they_were():
    rng = np.random.default_rng(0)
    for shape in ((4, 28, 28), (4, 32, 32, 3)):
        stored = rng.integers(0, 256, shape).astype("uint8")
        prepared = stored.reshape(4, *shape[1:3], -1).astype("float32") / 127.5 - 1
        assert np.array_equal(images.to_bytes(prepared), stored)


def test_colour_goes_from_a_file_to_a_sheet(tmp_path, colours):
    stored = images.to_bytes(colours)
    np.savez(tmp_path / "own.npz", x_train=stored, y_train=np.arange(12) % 3, x_test=stored, y_test=np.arange(12) % 3)
    loaded = data.load(tmp_path / "own.npz")
    images.sheet(tmp_path / "sheet.png", loaded.train.images / 127.5 - 1, columns=5)
    sheet = Image.open(tmp_path / "sheet.png")
    assert sheet.mode == "RGB"
    assert sheet.size == (2 * (5 * 22 + 2), 2 * (3 * 34 + 2))
    for index in range(12):
        row, column = divmod(index, 5)
        middle = 2 * (column * 22 + 12), 2 * (row * 34 + 18)
        assert sheet.getpixel(middle) == tuple(stored[index, 0, 0])
    assert sheet.getpixel((0, 0)) == (64, 64, 64)


def test_a_grey_sheet_is_grey_and_large_images_are_not_enlarged(tmp_path):
    images.sheet(tmp_path / "grey.png", np.zeros((3, 32, 32, 1)), columns=3)
    grey = Image.open(tmp_path / "grey.png")
    assert (grey.mode, grey.size) == ("L", (2 * (3 * 34 + 2), 2 * 36))
    images.sheet(tmp_path / "large.png", np.zeros((2, 200, 100, 3)), columns=2)
    assert Image.open(tmp_path / "large.png").size == (2 * 102 + 2, 204)


def test_a_sheet_can_have_a_row_for_each_noise_and_a_column_for_each_class():
    noise, labels = images.each_class(np.array([[1, 2], [3, 4]]), 3)
    assert noise.tolist() == [[1, 2]] * 3 + [[3, 4]] * 3
    assert labels.tolist() == [0, 1, 2] * 2
    assert (noise.dtype, labels.dtype) == ("float32", "int32")
    assert images.each_class(np.zeros((2, 5)), [7, 1])[1].tolist() == [7, 1, 7, 1]


def test_a_film_has_a_frame_for_each_sheet(tmp_path, colours):
    images.film(tmp_path / "film.gif", [colours, -colours, colours / 2], columns=4, seconds=3)
    with Image.open(tmp_path / "film.gif") as film:
        assert film.n_frames == 3
        shown = np.asarray(film.convert("RGB"), dtype=int)
    assert np.abs(shown[40, 20] - images.to_bytes(colours)[0, 0, 0]).max() < 12  # a GIF has 256 colours


@pytest.mark.parametrize("names", [None, ("apple", "pear", "plum"), tuple(f"kind {k}" for k in range(60))])
def test_plots_are_drawn_for_any_classes(tmp_path, colours, names):
    rng = np.random.default_rng(0)
    named = {"classes": names} if names else {}
    count = len(names) if names else 10
    labels, logits = rng.integers(0, count, 12), rng.normal(size=(12, count))
    images.confusion(tmp_path / "confusion.png", labels, logits.argmax(axis=1), **named)
    images.label_distribution(tmp_path / "labels.png", training=labels, test=labels[:3], **named)
    images.answers(tmp_path / "answers.png", (colours + 1) / 2, labels, logits, **named)
    for name in ("confusion", "labels", "answers"):
        width, height = Image.open(tmp_path / f"{name}.png").size
        assert 300 < width <= 2400
        assert 300 < height <= 2400


def test_plots_name_the_classes(tmp_path, monkeypatch):
    from workshop.images import plots

    drawn = []
    monkeypatch.setattr(plots, "_save", lambda figure, path: drawn.append(figure.axes[0]))
    images.confusion("", [0, 1], [1, 1], classes=("cat", "cow"))
    images.confusion("", [0, 1], [1, 1])
    images.label_distribution("", training=[0, 1], classes=("cat", "cow"))
    assert [axis.get_title() for axis in drawn[:2]] == [
        "Which class was taken for which",
        "Which digit was taken for which",
    ]
    assert [tick.get_text() for tick in drawn[0].get_xticklabels()] == ["cat", "cow"]
    assert [tick.get_text() for tick in drawn[1].get_yticklabels()] == list("0123456789")
    assert (drawn[2].get_xlabel(), [tick.get_text() for tick in drawn[2].get_xticklabels()]) == (
        "class",
        ["cat", "cow"],
    )


def test_each_kind_of_what_was_watched_has_a_plot_of_its_own(monkeypatch):
    from workshop.images import plots

    drawn = []
    monkeypatch.setattr(plots, "_save", lambda figure, path: drawn.append(figure.axes))
    step = [1, 2]
    images.adversaries("", {"step": step, "d_loss": step, "g_loss": step, "real_accuracy": step, "fake_accuracy": step})
    images.adversaries("", {"step": step, "critic_loss": step, "g_loss": step, "distance": step})
    titles = [[axis.get_title() for axis in axes] for axes in drawn]
    assert titles == [["loss", "accuracy of the discriminator"], ["loss", "distance"]]
    legends = [[text.get_text() for text in axes[0].get_legend().get_texts()] for axes in drawn]
    assert legends == [["discriminator", "generator", "discriminator undecided (2 log 2)"], ["critic", "generator"]]


def test_learning_curves_show_what_was_measured_however_wide_the_intervals(tmp_path, monkeypatch):
    from workshop.images import plots

    drawn = []
    monkeypatch.setattr(plots, "_save", lambda figure, path: drawn.append(figure))
    known = [(10, 0.7, 0.2, 1.2), (500, 0.9, 0.88, 0.92)]
    images.learning_curves("", {"original": known, "augmented": [(10, 0.8, np.nan, np.nan)]})
    (figure,) = drawn
    (axis,) = figure.axes
    assert [text.get_text() for text in axis.get_legend().get_texts()] == ["original", "augmented"]
    assert axis.get_xscale() == "log"
    assert [tick.get_text() for tick in axis.get_xticklabels()] == ["10", "500"]
    low, high = axis.get_ylim()
    assert 0.5 < low < 0.7
    assert 0.9 < high <= 1
    assert "original 70.0% at 10, 90.0% at 500; augmented 80.0% at 10" in figure.get_label()


@pytest.mark.parametrize(("old", "new"), [("pictures", "images"), ("gan", "monitors")])
def test_files_that_learners_have_find_what_they_import_under_its_former_name(old, new):
    old, new = (importlib.import_module(f"workshop.{name}") for name in (old, new))
    names = set(getattr(new, "__all__", ["Monitor"])) - {"each_class", "learning_curves"}  # which came later
    assert all(getattr(old, name) is getattr(new, name) for name in names)
