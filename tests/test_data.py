"""A data set is the published one or refused by name; nothing is half-used."""

import io
import zipfile

import numpy as np
import pytest

from workshop import data


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
        for key in data.ARRAYS:
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


def test_one_changed_pixel_of_mnist_is_noticed(mnist, tmp_path, monkeypatch):
    train, test = mnist
    images = train.images.copy()
    images[31_415, 9, 26] ^= 1
    np.savez(tmp_path / "mnist.npz", x_train=images, y_train=train.labels, x_test=test.images, y_test=test.labels)
    monkeypatch.setenv("WORKSHOP_DATA", str(tmp_path))
    with pytest.raises(data.DataError, match="not the published ones"):
        data.load("mnist")


def test_mnist_is_found_in_kerass_cache(mnist, tmp_path, monkeypatch):
    train, test = mnist
    (tmp_path / "datasets").mkdir()
    np.savez(
        tmp_path / "datasets" / "mnist.npz",
        x_train=train.images, y_train=train.labels, x_test=test.images, y_test=test.labels,
    )  # fmt: skip
    monkeypatch.delenv("WORKSHOP_DATA", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    assert np.array_equal(data.load("mnist").test.labels, test.labels)


def test_an_unknown_name_and_a_missing_file_say_what_to_type(tmp_path):
    with pytest.raises(data.DataError, match="Expected one of mnist, fashion_mnist"):
        data.load("minst")
    with pytest.raises(data.DataError, match="There is no file"):
        data.load(tmp_path / "none.npz")


def test_without_network_and_cache_the_message_names_the_ways_out(tmp_path, run_python):
    code = "from workshop import data\ntry:\n    data.load('fashion_mnist')\nexcept data.DataError as e:\n    print(e)"
    proxy = "http://127.0.0.1:9"  # nobody listens there
    done = run_python(
        "-c", code,
        env={"WORKSHOP_DATA": str(tmp_path), "KERAS_HOME": str(tmp_path), "HTTPS_PROXY": proxy, "https_proxy": proxy},
    )  # fmt: skip
    assert "could not be downloaded" in done.stdout, done.stderr
    assert "set WORKSHOP_DATA to a folder that holds fashion_mnist.npz" in done.stdout
