"""The digits that this computer draws: legible, varied, in MNIST's form, and the same everywhere, bit for bit."""

import hashlib
import zipfile

import numpy as np
import pytest

from tests.support.drawn_data import change_source, few_glyphs
from workshop import data
from workshop.data import glyphs
from workshop.data.glyphs import drawing, models, strokes

SMALL = "79c610dfb3680f2a5bd050a64d299a5261bc978f6460d33d4a8242cefecb1aab"


@pytest.fixture(scope="module")
def drawn():
    return glyphs.draw(3000, 7)


@pytest.fixture
def small(monkeypatch, tmp_path):
    """Few digits in a set, and a cache of its own; returns the folder."""
    few_glyphs(monkeypatch)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.delenv("WORKSHOP_DATA", raising=False)
    return tmp_path / "datasets"


@pytest.fixture
def no_drawing(monkeypatch):
    """Call it, and from then on whoever draws fails."""

    def stop():
        change_source(monkeypatch, draw=lambda *_, **__: pytest.fail("it was drawn once more"))

    return stop


def sha256(*arrays):
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(np.ascontiguousarray(array))
    return digest.hexdigest()


def test_a_few_glyphs_are_the_same_on_every_machine():
    assert sha256(*glyphs.draw(500, 1), *glyphs.draw(100, 2)) == SMALL


@pytest.mark.slow
def test_the_whole_set_is_the_same_on_every_machine_and_kept(monkeypatch, tmp_path, capfd, no_drawing):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.delenv("WORKSHOP_DATA", raising=False)
    (x_train, y_train), (x_test, y_test) = data.load("glyphs")
    assert (x_train.shape, y_train.shape) == ((60_000, 28, 28), (60_000,))
    assert (x_test.shape, y_test.shape) == ((10_000, 28, 28), (10_000,))
    assert sha256(x_train, y_train, x_test, y_test) == data.CATALOGUE["glyphs"].checksum
    said = capfd.readouterr()
    assert said.out.count("\n") == 1
    assert "Drawing the 70,000 digits of glyphs" in said.out
    assert not said.err

    no_drawing()
    again = data.load("glyphs")
    assert again.name == "glyphs"
    assert np.array_equal(again.train.images, x_train)
    assert not capfd.readouterr().out


@pytest.mark.parametrize("font", [None, "DejaVu Sans"])
def test_neither_threads_nor_batches_nor_the_count_change_a_picture(monkeypatch, font):
    font = font and glyphs.find_font(font)
    images, labels = glyphs.draw(200, 5, font, threads=1)
    monkeypatch.setattr(drawing, "BATCH", 7)
    more_images, more_labels = glyphs.draw(300, 5, font, threads=3)
    assert np.array_equal(more_images[:200], images)
    assert np.array_equal(more_labels[:200], labels)


def test_another_seed_draws_other_digits(drawn):
    images, labels = glyphs.draw(3000, 8)
    assert not (images == drawn[0]).all(axis=(1, 2)).any()
    assert (labels != drawn[1]).any()


@pytest.mark.parametrize("font", [None, "DejaVu Sans"])
def test_pictures_have_the_form_of_mnist(font):
    images, labels = glyphs.draw(3000, 7, font and glyphs.find_font(font))
    assert images.dtype == labels.dtype == np.uint8
    assert images.shape == (3000, 28, 28)
    # White on black, some of it grey, and nothing cut off at the border of the picture.
    assert (images.max(axis=(1, 2)) > 200).all()
    assert 20 < images.mean() < 50
    assert 0.3 < (images[images > 0] < 250).mean() < 0.8
    assert (images[:, :, [0, -1]].max(axis=(1, 2)) < 128).mean() > 0.99
    # At most 20x20 pixels of ink, the largest near that; soft edges may reach one further on each side.
    for axis in (1, 2):
        inked = (images > 127).any(axis=axis)
        extent = 28 - inked.argmax(axis=1) - inked[:, ::-1].argmax(axis=1)
        assert extent.max() <= 22
    # The centre of mass is in the middle pixel, where there is room.
    weight = images.astype(float)
    for axis in (1, 2):
        centre = (weight.sum(axis=axis) * np.arange(28)).sum(axis=1) / weight.sum(axis=(1, 2))
        assert ((centre >= 13.5) & (centre < 14.5)).mean() > 0.98


def test_labels_are_about_balanced_and_in_random_order(drawn):
    labels = drawn[1].astype(int)
    assert np.bincount(labels, minlength=10).min() > 230
    assert 0.05 < (labels[1:] == labels[:-1]).mean() < 0.15


def test_no_two_pictures_are_alike(drawn):
    assert len(np.unique(drawn[0].reshape(len(drawn[0]), -1), axis=0)) == len(drawn[0])


def test_a_digit_looks_like_others_of_its_kind(drawn):
    """Read by the nearest of 2,500 others, nine of ten and more are right; the most careless are not."""
    images = drawn[0].reshape(3000, -1).astype("float32")
    images /= np.linalg.norm(images, axis=1, keepdims=True)
    nearest = (images[2500:] @ images[:2500].T).argmax(axis=1)
    right = drawn[1][:2500][nearest] == drawn[1][2500:]
    assert 0.88 < right.mean() < 0.995


def test_every_digit_is_written_in_several_ways():
    for digit in range(10):
        ways = models.MODELS[digit]
        assert len(ways) >= 2
        assert sum(share for share, _ in ways) == 100
        assert all(len(exemplars) >= 2 for _, exemplars in ways)


def test_exemplars_that_do_not_match_are_refused():
    with pytest.raises(ValueError, match="differ in points, corners or strokes"):
        strokes.Strokes(["0,0 50,50! 100,100", "0,0 50,50 100,100"])


def test_a_curve_goes_through_its_points_and_turns_at_a_corner_only():
    way = strokes.Strokes(["0,0 50,0! 50,50 0,50"])
    points = way.exemplars[:, :, 0]
    path = (points[way.neighbours] * way.weights[:, :, None]).sum(axis=1)
    for point in points:
        assert np.abs(path - point).sum(axis=1).min() < 1e-9
    assert (path[: (path[:, 1] == 0).sum()][:, 1] == 0).all()  # straight until the corner
    assert np.abs(np.diff(path, axis=0)).max() < 2 * strokes.SPACING


def test_a_font_is_found_by_name_and_by_path(small):
    by_name = data.load("glyphs:DejaVu Sans")
    path = glyphs.find_font("DejaVu Sans")
    by_path = data.load(f"glyphs:{path}")
    assert by_name.name == "glyphs:DejaVu Sans"
    assert by_path.name == f"glyphs:{path}"
    assert np.array_equal(by_name.train.images, by_path.train.images)
    handwritten, _ = glyphs.draw(60, 1)
    assert not np.array_equal(by_name.train.images, handwritten)


def test_two_fonts_have_two_caches(small, no_drawing):
    sans, serif = data.load("glyphs:DejaVu Sans"), data.load("glyphs:DejaVu Serif")
    assert not np.array_equal(sans.train.images, serif.train.images)
    no_drawing()
    assert np.array_equal(data.load("glyphs:DejaVu Serif").train.images, serif.train.images)
    assert np.array_equal(data.load("glyphs:DejaVu Sans").train.images, sans.train.images)


@pytest.mark.parametrize(
    ("font", "piece"),
    [
        ("No Such Font", "no font called 'No Such Font' is installed"),
        ("", "no font called ''"),
        ("none.ttf", "there is no file none.ttf"),
        (__file__, "is not a font that can be read"),
        ("Last Resort High-Efficiency", "has no digit"),
    ],
)
def test_a_font_that_cannot_be_had_says_what_to_type(small, font, piece):
    with pytest.raises(data.DataError) as error:
        data.load(f"glyphs:{font}")
    assert piece in str(error.value)
    assert '--dataset "glyphs:DejaVu Sans"' in str(error.value)


def test_a_damaged_cache_is_made_anew(small):
    first = data.load("glyphs:DejaVu Sans")
    (path,) = small.iterdir()
    whole = path.read_bytes()
    changed = {key: getattr(split, part) for key, split, part in (
        ("x_train", first.train, "images"), ("y_train", first.train, "labels"),
        ("x_test", first.test, "images"), ("y_test", first.test, "labels"),
    )}  # fmt: skip
    for damaged in (b"", whole[: len(whole) // 2], whole[:300] + bytes(50) + whole[350:], whole.replace(b"PK", b"KP")):
        path.write_bytes(damaged)
        assert np.array_equal(data.load("glyphs:DejaVu Sans").train.images, first.train.images)
        assert path.read_bytes() == whole
    # A sound file of other pictures: with the checksum of the right ones, and with none.
    for comment in (zipfile.ZipFile(path).comment, b""):
        np.savez(path, **changed | {"x_train": 255 - first.train.images})
        with zipfile.ZipFile(path, "a") as archive:
            archive.comment = comment
        assert np.array_equal(data.load("glyphs:DejaVu Sans").train.images, first.train.images)
        assert path.read_bytes() == whole
    assert list(small.iterdir()) == [path]


def test_where_the_cache_cannot_be_written_it_is_drawn_each_time(small, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "file" / "below"))
    assert len(data.load("glyphs:DejaVu Sans").train.labels) == 60
    assert len(data.load("glyphs:DejaVu Sans").train.labels) == 60


def test_glyphs_in_the_data_folder_are_read_and_verified_and_nothing_is_written_there(
    small, monkeypatch, tmp_path, no_drawing
):
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("WORKSHOP_DATA", str(folder))
    (x_train, y_train), (x_test, y_test) = data.load("glyphs")
    assert not any(folder.iterdir())
    entry = data.CATALOGUE["glyphs"]
    monkeypatch.setitem(data.CATALOGUE, "glyphs", entry._replace(checksum=sha256(x_train, y_train, x_test, y_test)))
    np.savez(folder / "glyphs.npz", x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)
    no_drawing()
    found = data.load("glyphs")
    assert found.name == "glyphs"
    assert np.array_equal(found.test.images, x_test)
    np.savez(folder / "glyphs.npz", x_train=x_train ^ 1, y_train=y_train, x_test=x_test, y_test=y_test)
    with pytest.raises(data.DataError, match="not the published ones"):
        data.load("glyphs")


def test_a_machine_that_draws_otherwise_is_told_so(small, capfd):
    data.load("glyphs")  # few digits, so they are not the published ones
    assert "otherwise than on other machines" in capfd.readouterr().err
