"""A data set is the published one or refused by name; nothing is half-used."""

import io
import pickle
import time
import zipfile

import numpy as np
import pytest

from tests.support.drawn_data import few_glyphs
from workshop import cli, data
from workshop.data import catalogue, downloads, npz

NO_NETWORK = "http://127.0.0.1:9"  # a proxy at which nobody listens


@pytest.fixture
def arrays():
    rng = np.random.default_rng(0)
    return {
        "x_train": rng.integers(0, 256, (20, 28, 28)).astype("uint8"),
        "y_train": rng.integers(0, 10, 20).astype("uint8"),
        "x_test": rng.integers(0, 256, (10, 28, 28)).astype("uint8"),
        "y_test": rng.integers(0, 10, 10).astype("int64"),
    }


@pytest.fixture
def alone(tmp_path, monkeypatch):
    """A machine with neither data nor network, on which few glyphs are drawn; returns Keras's cache."""
    (tmp_path / "datasets").mkdir()
    monkeypatch.delenv("WORKSHOP_DATA", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setenv("HTTPS_PROXY", NO_NETWORK)
    monkeypatch.setenv("https_proxy", NO_NETWORK)
    few_glyphs(monkeypatch, checksum=None)
    return tmp_path / "datasets"


@pytest.fixture
def saved(tmp_path, arrays):
    """Save the arrays, some of them replaced, to a file; returns its path."""

    def save(name="own.npz", **replaced):
        path = tmp_path / name
        kept = {key: value for key, value in (arrays | replaced).items() if value is not None}
        np.savez_compressed(path, **kept)
        return path

    return save


def test_an_npz_of_the_four_arrays_is_read(saved, arrays):
    (x_train, y_train), (x_test, y_test) = data.load(saved())
    assert np.array_equal(x_train, arrays["x_train"])
    assert np.array_equal(y_test, arrays["y_test"])
    assert len(y_train) == 20
    assert len(x_test) == 10


@pytest.mark.parametrize(
    ("replaced", "piece"),
    [
        ({"x_train": np.zeros((20, 32, 32), "uint8")}, r"x_train has shape \(20, 32, 32\)"),
        ({"x_train": np.zeros((20, 784), "uint8")}, "x_train has shape"),
        ({"x_test": np.zeros((10, 28, 28), "float32")}, "x_test has dtype float32; expected uint8"),
        ({"y_train": np.zeros(20, "float32")}, "y_train has dtype float32; expected integers"),
        ({"y_train": np.zeros((20, 10), "uint8")}, "y_train has shape"),
        ({"y_train": np.zeros(19, "uint8")}, "20 pictures and y_train has 19 labels"),
        ({"y_test": np.full(10, 11)}, "labels from 11 to 11"),
        ({"y_test": None}, "no array called y_test"),
        ({"x_train": np.array([{}] * 20, dtype=object)}, "pickled Python objects"),
        ({"x_train": np.zeros((0, 28, 28), "uint8"), "y_train": np.zeros(0, "uint8")}, "has 0 entries"),
    ],
)
def test_a_file_of_another_make_is_refused_by_name(saved, replaced, piece):
    with pytest.raises(data.DataError, match=piece) as error:
        data.load(saved(**replaced))
    assert "own.npz is refused" in str(error.value)


def test_a_damaged_file_is_refused_by_name(saved):
    path = saved()
    whole = path.read_bytes()
    for damaged in (whole[: len(whole) // 2], b"", b"no zip at all", whole[:60] + bytes(200) + whole[260:]):
        path.write_bytes(damaged)
        with pytest.raises(data.DataError, match=r"own\.npz is refused: it is damaged"):
            data.load(path)


def test_a_header_that_promises_terabytes_takes_no_memory(tmp_path):
    path = tmp_path / "bomb.npz"
    with zipfile.ZipFile(path, "w") as archive:
        for key in npz.ARRAYS:
            header = io.BytesIO()
            shape = (10**9, 28, 28) if key.startswith("x_") else (10**9,)
            np.lib.format.write_array_header_1_0(header, {"descr": "|u1", "fortran_order": False, "shape": shape})
            archive.writestr(f"{key}.npy", header.getvalue())
    with pytest.raises(data.DataError, match="1000000000 entries"):
        data.load(path)


def test_a_published_name_with_other_pictures_is_refused(saved, monkeypatch):
    path = saved("mnist.npz")
    monkeypatch.setenv("WORKSHOP_DATA", str(path.parent))
    with pytest.raises(data.DataError, match="not the published ones"):
        data.load("mnist")


def test_one_changed_pixel_of_mnist_is_noticed(real_digits, tmp_path, monkeypatch):
    train, test = real_digits
    images = train.images.copy()
    images[31_415, 9, 26] ^= 1
    np.savez(tmp_path / "mnist.npz", x_train=images, y_train=train.labels, x_test=test.images, y_test=test.labels)
    monkeypatch.setenv("WORKSHOP_DATA", str(tmp_path))
    with pytest.raises(data.DataError, match="not the published ones"):
        data.load("mnist")


def test_a_data_set_says_what_it_is(saved):
    path = saved()
    loaded = data.load(path)
    assert loaded.name == str(path)
    assert pickle.loads(pickle.dumps(loaded)).name == str(path)
    train, test = loaded
    assert train is loaded.train
    assert test is loaded[1]


def test_mnist_is_found_in_kerass_cache(real_digits, tmp_path, monkeypatch):
    train, test = real_digits
    (tmp_path / "datasets").mkdir()
    np.savez(
        tmp_path / "datasets" / "mnist.npz",
        x_train=train.images, y_train=train.labels, x_test=test.images, y_test=test.labels,
    )  # fmt: skip
    monkeypatch.delenv("WORKSHOP_DATA", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    loaded = data.load("mnist")
    assert loaded.name == "mnist"
    assert np.array_equal(loaded.test.labels, test.labels)


def test_an_unknown_name_and_a_missing_file_say_what_to_type(tmp_path):
    with pytest.raises(data.DataError, match="Expected one of mnist, fashion_mnist"):
        data.load("minst")
    with pytest.raises(data.DataError, match="There is no file"):
        data.load(tmp_path / "none.npz")


def test_without_network_and_cache_the_message_names_the_ways_out(alone):
    with pytest.raises(data.DataError, match="could not be downloaded") as error:
        data.load("fashion_mnist")
    assert "set WORKSHOP_DATA to a folder that holds fashion_mnist.npz" in str(error.value)


def test_without_mnist_two_loud_lines_say_so_and_glyphs_take_its_place(alone, capfd):
    loaded = data.load("mnist")
    assert loaded.name == "glyphs"
    (x_train, y_train), (x_test, y_test) = loaded
    assert (x_train.shape, len(y_train), len(x_test), len(y_test)) == ((60, 28, 28), 60, 20, 20)
    why, instead = capfd.readouterr().err.splitlines()
    assert why.startswith("WARNING: NO MNIST. mnist is neither in $WORKSHOP_DATA (not set) nor in Keras's cache")
    assert "could not be downloaded: " in why
    assert instead.startswith("USING GLYPHS INSTEAD")
    assert "run again with a network, or set WORKSHOP_DATA to a folder that holds mnist.npz" in instead


@pytest.mark.slow
def test_a_bare_machine_gets_all_the_glyphs_at_once(tmp_path, run_python):
    """No fixture stands in for anything: the whole set is drawn, in a process that does not even import Keras."""
    code = "import sys; from workshop import data; print(data.load('mnist').name, 'keras' in sys.modules)"
    done = run_python(
        "-c", code,
        env={"WORKSHOP_DATA": str(tmp_path), "KERAS_HOME": str(tmp_path), "HTTPS_PROXY": NO_NETWORK, "https_proxy": NO_NETWORK},
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "glyphs False", done.stderr
    assert len(done.stderr.splitlines()) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["datasets"]


def test_a_damaged_mnist_is_never_replaced_by_glyphs(alone, saved, monkeypatch):
    (alone / "mnist.npz").write_bytes(b"cut short")
    with pytest.raises(data.DataError, match=r"mnist\.npz is refused: it is damaged"):
        data.load("mnist")
    saved("mnist.npz").rename(alone / "mnist.npz")
    with pytest.raises(data.DataError, match="not the published ones"):
        data.load("mnist")
    (alone / "mnist.npz").unlink()
    monkeypatch.setenv("WORKSHOP_DATA", str(saved("mnist.npz").parent))
    with pytest.raises(data.DataError, match="not the published ones"):
        data.load("mnist")


def test_a_download_that_brings_something_else_is_refused(alone, saved, monkeypatch):
    import keras

    def bring():
        saved("mnist.npz").rename(alone / "mnist.npz")
        raise ValueError("Incomplete or corrupted file detected.")

    monkeypatch.setattr(downloads, "_no_answer", lambda address: None)
    monkeypatch.setattr(keras.datasets.mnist, "load_data", bring)
    with pytest.raises(data.DataError, match="is damaged: Incomplete or corrupted file"):
        data.load("mnist")


def test_a_download_that_breaks_off_ends_in_glyphs(alone, monkeypatch, capfd):
    import keras

    def break_off():
        raise TimeoutError("timed out")

    monkeypatch.setattr(downloads, "_no_answer", lambda address: None)
    monkeypatch.setattr(keras.datasets.mnist, "load_data", break_off)
    assert data.load("mnist").name == "glyphs"
    assert "could not be downloaded: timed out" in capfd.readouterr().err


def test_photos_come_as_keras_gives_them_with_their_labels_in_a_row(alone, monkeypatch):
    import keras

    rng = np.random.default_rng(0)
    parts = [(rng.integers(0, 256, (20, 32, 32, 3), "uint8"), rng.integers(0, 10, (20, 1), "uint8")) for _ in range(2)]
    asked = []
    monkeypatch.setattr(downloads, "_no_answer", asked.append)
    monkeypatch.setattr(keras.datasets.cifar10, "load_data", lambda: parts)
    found = data.load("cifar10", like="creatures")
    assert asked == ["https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz"]
    assert found.classes[2] == "bird"
    for split, (images, labels) in zip(found, parts, strict=True):
        np.testing.assert_array_equal(split.images, images)
        np.testing.assert_array_equal(split.labels, labels[:, 0])


def test_a_name_server_that_never_answers_does_not_keep_anybody_waiting(alone, monkeypatch):
    monkeypatch.setattr(downloads, "FIRST_ANSWER_SECONDS", 0.2)
    monkeypatch.setattr(downloads.urllib.request, "urlopen", lambda *_, **__: time.sleep(30))
    started = time.perf_counter()
    with pytest.raises(data.DataError, match=r"no answer in 0\.2 seconds"):
        data.load("fashion_mnist")
    assert time.perf_counter() - started < 5


def test_batches_hold_each_picture_once_and_another_order_in_each_epoch():
    import keras

    images = np.arange(100, dtype="float32").reshape(100, 1)

    def epochs():
        keras.utils.set_random_seed(3)
        dataset = data.batches(images, 30)
        return [[batch.numpy()[:, 0] for batch in dataset] for _ in range(2)]

    first, second = epochs()
    assert [len(batch) for batch in first] == [30, 30, 30, 10]
    for epoch in (first, second):
        np.testing.assert_array_equal(np.sort(np.concatenate(epoch)), images[:, 0])
    assert not np.array_equal(np.concatenate(first), np.concatenate(second))
    assert np.abs(np.diff(first[0])).mean() > 10  # not the order that they came in
    for epoch, again in zip((first, second), epochs(), strict=True):  # the same seed, the same orders
        np.testing.assert_array_equal(np.concatenate(epoch), np.concatenate(again))


def test_batches_of_several_arrays_keep_each_image_with_its_label():
    images, labels = np.arange(100, dtype="float32").reshape(100, 1), np.arange(100, dtype="uint8")
    dataset = data.batches((images, labels), 20)
    seen = [(some.numpy()[:, 0], of.numpy()) for some, of in dataset]
    assert all(of.dtype == "uint8" and np.array_equal(some, of) for some, of in seen)
    np.testing.assert_array_equal(np.sort(np.concatenate([of for _, of in seen])), labels)
    assert [tuple(each.shape) for each in dataset.element_spec] == [(20, 1), (20,)]


def test_a_file_may_hold_colour_images_of_any_size_and_any_classes(saved):
    rng = np.random.default_rng(1)
    x_train, x_test = (rng.integers(0, 256, (count, 40, 24, 3)).astype("uint8") for count in (20, 10))
    loaded = data.load(saved(x_train=x_train, x_test=x_test, y_train=np.arange(20), y_test=np.arange(10)))
    assert loaded.shape == (40, 24, 3)
    assert loaded.classes == tuple(str(label) for label in range(20))
    assert np.array_equal(loaded.train.images, x_train)


def test_a_file_may_hold_grey_images_of_another_size(saved):
    loaded = data.load(saved(x_train=np.zeros((20, 32, 32), "uint8"), x_test=np.zeros((10, 32, 32), "uint8")))
    assert loaded.shape == (32, 32)
    assert pickle.loads(pickle.dumps(loaded)).classes == loaded.classes


SHAPES = {"x_train": np.zeros((20, 32, 32), "uint8"), "x_test": np.zeros((10, 32, 32), "uint8")}
COLOUR = {"x_train": np.zeros((20, 28, 28, 3), "uint8"), "x_test": np.zeros((10, 28, 28, 3), "uint8")}


@pytest.mark.parametrize(
    ("replaced", "why"),
    [
        (SHAPES, "x_train has shape (20, 32, 32); expected (n, 28, 28)"),
        (COLOUR, "x_train has shape (20, 28, 28, 3); expected (n, 28, 28)"),
        ({"y_train": np.full(20, 10)}, "y_train has labels from 10 to 10; they must lie from 0 to 9"),
    ],
)
def test_who_needs_images_like_mnists_is_given_no_others(saved, replaced, why):
    path = saved(**replaced)
    with pytest.raises(data.DataError) as error:
        data.load(path, like="mnist")
    then = "Replace the file, or name another data set with --dataset."
    assert str(error.value) == f"{path} is refused: {why}.\n{then}"


def test_a_file_like_mnist_has_mnists_classes_though_it_lacks_some(saved):
    few = {"y_train": np.zeros(20, "uint8"), "y_test": np.full(10, 9)}
    assert data.load(saved(**few), like="mnist").classes == tuple("0123456789")


@pytest.mark.parametrize(
    ("shape", "labels", "piece"),
    [
        ((8, 28), 0, r"has shape \(20, 8, 28\); expected \(n, h, w\) or \(n, h, w, 3\), with h and w from 16 to 256"),
        ((28, 300), 0, "with h and w from 16 to 256"),
        ((32, 32, 4), 0, "with h and w from 16 to 256"),
        ((32, 32, 1), 0, "with h and w from 16 to 256"),
        ((32, 32), 1000, "labels from 1000 to 1000; they must lie from 0 to 999"),
        ((32, 32), -1, "labels from -1 to -1"),
    ],
)
def test_what_no_exercise_could_use_is_refused_whoever_asks(saved, shape, labels, piece):
    replaced = {"x_train": np.zeros((20, *shape), "uint8"), "x_test": np.zeros((10, *shape), "uint8")}
    with pytest.raises(data.DataError, match=piece):
        data.load(saved(**replaced, y_train=np.full(20, labels)))


def test_a_class_that_only_the_test_images_have_is_refused(saved):
    with pytest.raises(data.DataError, match="y_test has labels from 5 to 5; they must lie from 0 to 4"):
        data.load(saved(y_train=np.arange(20) % 5, y_test=np.full(10, 5)))


def test_a_file_of_gigabytes_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.npz"
    with zipfile.ZipFile(path, "w") as archive:
        for key in npz.ARRAYS:
            header = io.BytesIO()
            shape = (900_000, 256, 256, 3) if key.startswith("x_") else (900_000,)
            np.lib.format.write_array_header_1_0(header, {"descr": "|u1", "fortran_order": False, "shape": shape})
            archive.writestr(f"{key}.npy", header.getvalue())
    with pytest.raises(data.DataError, match="more than 1,073,741,824 bytes"):
        data.load(path)


def draw_stripes(count, seed):
    """The smallest data set that can be drawn: colour images, striped one way or the other."""
    labels = np.random.PCG64(seed).random_raw(count) % 2
    images = np.zeros((count, 32, 32, 3), "uint8")
    images[labels == 0, ::4, :, 0] = 255
    images[labels == 1, :, ::4, 2] = 255
    return images, labels.astype("uint8")


@pytest.fixture
def stripes(alone, monkeypatch):
    """Enter a drawn data set into the catalogue, as a contributor would."""
    source = catalogue.Drawn(draw_stripes, 1, "stripes", train=(12, 1), test=(6, 2))
    arrays = dict(zip(npz.ARRAYS, (*draw_stripes(12, 1), *draw_stripes(6, 2)), strict=True))
    entry = catalogue.Entry((32, 32, 3), ("lying", "standing"), npz.checksum(arrays), source)
    monkeypatch.setitem(data.CATALOGUE, "stripes", entry)


def test_a_drawn_data_set_needs_no_more_than_its_entry(stripes, alone, capfd, monkeypatch):
    loaded = data.load("stripes")
    assert (loaded.name, loaded.shape, loaded.classes) == ("stripes", (32, 32, 3), ("lying", "standing"))
    said = capfd.readouterr()
    assert said.out == "Drawing the 18 stripes of stripes: some seconds, the first time only\n"
    assert not said.err
    assert [path.name for path in alone.iterdir()] == ["workshop-stripes-v1.npz"]
    kept = data.load("stripes", like="stripes")
    assert np.array_equal(kept.train.images, loaded.train.images)
    assert kept.classes == loaded.classes
    assert not capfd.readouterr().out
    with pytest.raises(data.DataError, match="There is no data set called 'stripes:blue'"):
        data.load("stripes:blue")


def test_a_data_set_that_is_unlike_what_is_wanted_is_refused_by_name(stripes):
    with pytest.raises(data.DataError) as error:
        data.load("stripes", like="mnist")
    assert str(error.value) == (
        "stripes is refused: its images have shape (32, 32, 3); expected (28, 28).\n"
        "Name another data set with --dataset: mnist, fashion_mnist, glyphs, glyphs:FONT, a file or a folder."
    )
    with pytest.raises(data.DataError, match=r"mnist is refused: its images have shape \(28, 28\)"):
        data.load("mnist", like="stripes")


def test_the_help_of_an_exercise_lists_what_it_can_use(stripes, capsys):
    for default, listed in (("mnist", "mnist, fashion_mnist, glyphs, glyphs:FONT,"), ("stripes", "stripes,")):
        with pytest.raises(SystemExit):
            cli.parse("An exercise.", 3, ["--help"], dataset=default)
        said = " ".join(capsys.readouterr().out.split())
        assert f"--dataset NAME {listed} an .npz file, or a folder of class folders (default: {default})" in said
        assert cli.parse("An exercise.", 3, [], dataset=default).dataset == default


@pytest.mark.parametrize("name", list(data.CATALOGUE))
def test_an_entry_of_the_catalogue_is_complete(name):
    entry = data.CATALOGUE[name]
    assert len(entry.shape) == 2 or entry.shape[2:] == (3,)
    assert all(npz.SIDES[0] <= side <= npz.SIDES[1] for side in entry.shape[:2])
    assert len(set(entry.classes)) == len(entry.classes) >= 2
    # Keras verifies an archive as a whole; what comes as files, and what is drawn, has a sum of its own.
    archive = isinstance(entry.source, catalogue.Published) and not entry.source.origin.endswith("/")
    assert entry.checksum is None if archive else len(bytes.fromhex(entry.checksum)) == 32
    if isinstance(entry.source, catalogue.Drawn):
        images, labels = entry.source.draw(40, 3)
        assert images.shape == (40, *entry.shape)
        assert images.dtype == np.uint8
        assert labels.max() < len(entry.classes)
        more, _ = entry.source.draw(50, 3)
        assert np.array_equal(more[:40], images)
    else:
        assert entry.source.files
        assert entry.source.instead is None or entry.suits(data.CATALOGUE[entry.source.instead])


def test_a_loaded_data_set_is_what_the_catalogue_says(real_digits):
    assert (real_digits.shape, real_digits.classes) == (data.CATALOGUE["mnist"].shape, data.CATALOGUE["mnist"].classes)
    assert real_digits.train.images.shape == (60_000, *real_digits.shape)
