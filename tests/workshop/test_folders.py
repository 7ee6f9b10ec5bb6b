"""A folder of class folders is a data set: whatever somebody's photos are like, and whatever lies between them."""

import os
import pickle
import shutil
import time

import numpy as np
import pytest
from PIL import Image

from workshop import data
from workshop.data import folders, photos

RED, GREEN, BLUE = (200, 20, 30), (30, 180, 40), (20, 40, 190)


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """A cache of one's own; returns the folder."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.delenv("WORKSHOP_DATA", raising=False)
    return tmp_path / "keras" / "datasets"


@pytest.fixture
def fill(tmp_path):
    """Make a folder of class folders: `fill(apple=6, pear=4)`, each image of another brightness; returns its path."""

    def made(**counts):
        for number, (kind, count) in enumerate(counts.items()):
            for i in range(count):
                save(tmp_path / "photos" / kind / f"{i}.png", 10 * len(kind), 20 * i, 20 * number)
        return tmp_path / "photos"

    return made


def save(path, *colour, size=(40, 30), **options):
    """An image of one colour."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, colour or RED).save(path, **options)
    return path


def names(path, like=None):
    """What is in which part, as the green values that `fill` gave the images: `(training, test)`, by class."""
    loaded = data.load(path, like)
    return tuple(
        {
            kind: sorted((part.images[part.labels == label][:, 5, 5, 1] // 20).tolist())
            for label, kind in enumerate(loaded.classes)
        }
        for part in loaded
    )


def test_a_folder_of_class_folders_is_a_data_set(fill, capfd):
    path = fill(pear=10, apple=6, plum=5)
    loaded = data.load(path)
    assert (loaded.name, loaded.shape, loaded.classes) == (str(path), (64, 64, 3), ("apple", "pear", "plum"))
    (x_train, y_train), (x_test, y_test) = loaded
    assert x_train.dtype == x_test.dtype == np.uint8
    assert np.bincount(y_train).tolist() == [5, 8, 4]
    assert np.bincount(y_test).tolist() == [1, 2, 1]
    for images, labels in loaded:
        assert np.array_equal(images[:, 0, 0, 0], np.array([50, 40, 40])[labels])  # 10 for each letter of the name
    train, test = names(path)
    assert all(sorted(train[kind] + test[kind]) == list(range(count)) for kind, count in (("apple", 6), ("pear", 10)))
    said = capfd.readouterr()
    assert said.out == f"Reading the 21 files of {path}, the first time only\n"
    assert not said.err
    assert pickle.loads(pickle.dumps(loaded)).classes == loaded.classes


def test_labels_and_parts_follow_from_the_names_alone(fill, tmp_path, monkeypatch):
    path = fill(pear=10, apple=6)
    first = data.load(path)
    other = tmp_path / "elsewhere"
    for kind in ("pear", "apple"):  # made in another order, at another time
        for file in sorted((path / kind).iterdir(), reverse=True):
            (other / kind).mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, other / kind / file.name)
    scandir = os.scandir

    class Backwards:
        def __init__(self, path):
            self.found = scandir(path)

        def __enter__(self):
            return iter(sorted(self.found, key=lambda one: one.name, reverse=True))

        def __exit__(self, *_):
            self.found.close()

    monkeypatch.setattr(folders.os, "scandir", Backwards)
    again = data.load(other)
    for part, same in zip(first, again, strict=True):
        assert np.array_equal(part.images, same.images)
        assert np.array_equal(part.labels, same.labels)


def test_a_further_image_moves_at_most_one_other_from_part_to_part(fill):
    _, before = names(fill(apple=14, pear=4))
    _, after = names(fill(apple=15, pear=4))
    assert len(set(before["apple"]) - set(after["apple"])) <= 1
    assert before["pear"] == after["pear"]


def test_it_is_read_once_and_anew_when_something_changed(fill, capfd, cache):
    path = fill(apple=5, pear=5)
    first = data.load(path)
    assert capfd.readouterr().out
    again = data.load(path)
    assert not capfd.readouterr().out
    assert np.array_equal(first.train.images, again.train.images)
    assert again.classes == first.classes
    save(path / "apple" / "0.png", *BLUE)
    changed = data.load(path)
    assert capfd.readouterr().out
    assert any((part.images == BLUE).all(axis=(1, 2, 3)).any() for part in changed)
    assert len(list(cache.iterdir())) == 1  # what was kept of the folder as it was is gone
    for damage in (b"", b"no archive"):
        (kept,) = cache.iterdir()
        kept.write_bytes(damage)
        assert np.array_equal(data.load(path).train.images, changed.train.images)


def test_where_the_cache_cannot_be_written_it_is_read_each_time(fill, monkeypatch, tmp_path):
    path = fill(apple=5, pear=5)
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "file" / "below"))
    assert len(data.load(path).test.labels) == len(data.load(path).test.labels) == 2


def test_images_are_given_the_shape_that_the_exercise_works_with(fill):
    path = fill(apple=3, pear=3)
    grey = data.load(path, like="mnist")
    assert (grey.shape, grey.classes) == ((28, 28), ("apple", "pear"))
    assert data.load(path, like="fruits").shape == data.load(path).shape == (64, 64, 3)
    assert np.array_equal(data.load(path, like="mnist").train.images, grey.train.images)


def test_more_classes_than_the_exercise_can_use_are_refused_by_number(fill):
    path = fill(**{f"kind{i}": 2 for i in range(11)})
    with pytest.raises(data.DataError) as error:
        data.load(path, like="mnist")
    assert str(error.value).startswith(f"{path} is refused: it has 11 classes; expected at most 10.\n")
    assert len(data.load(path).classes) == 11


@pytest.mark.parametrize("ending", ["jpg", "JPEG", "png", "bmp", "gif", "webp"])
def test_the_usual_formats_are_read(fill, ending):
    path = fill(apple=2, pear=2)
    one = save(path / "kiwi" / f"1.{ending}", *GREEN)
    save(path / "kiwi" / f"2.{ending}", *BLUE)
    assert photos.read_photo(one, (20, 20, 3)).shape == (20, 20, 3)
    assert np.abs(photos.read_photo(one, (20, 20, 3)).astype(int) - GREEN).max() < 6
    assert data.load(path).classes == ("apple", "kiwi", "pear")


def test_the_middle_square_is_taken_and_a_photo_stands_upright(tmp_path):
    wide = Image.new("RGB", (90, 30), RED)
    wide.paste(GREEN, (30, 0, 60, 15))
    wide.paste(BLUE, (30, 15, 60, 30))
    wide.save(tmp_path / "wide.png")
    read = photos.read_photo(tmp_path / "wide.png", (30, 30, 3))
    assert (read[:15] == GREEN).all()
    assert (read[15:] == BLUE).all()
    tag = Image.Exif()
    tag[0x0112] = 3  # the camera was held upside down
    wide.save(tmp_path / "turned.png", exif=tag)
    assert np.array_equal(photos.read_photo(tmp_path / "turned.png", (30, 30, 3)), read[::-1])
    tag[0x0112] = 6  # it was held on its side; a JPEG, as from a camera
    wide.resize((1800, 600)).save(tmp_path / "side.jpg", exif=tag)
    read = photos.read_photo(tmp_path / "side.jpg", (30, 30, 3)).astype(int)
    assert np.abs(read[:, :13] - BLUE).max() < 20
    assert np.abs(read[:, 17:] - GREEN).max() < 20


def test_what_is_transparent_is_white_and_deep_greys_keep_their_brightness(tmp_path):
    Image.new("RGBA", (40, 40), (*BLUE, 0)).save(tmp_path / "clear.png")
    assert (photos.read_photo(tmp_path / "clear.png", (20, 20, 3)) == 255).all()
    indexed = Image.new("P", (40, 40), 0)
    indexed.putpalette([0, 0, 0, 255, 255, 255])
    indexed.save(tmp_path / "clear.gif", transparency=0)
    assert (photos.read_photo(tmp_path / "clear.gif", (20, 20)) == 255).all()
    Image.fromarray(np.full((40, 40), 257 * 100, np.uint16)).save(tmp_path / "deep.png")
    assert (photos.read_photo(tmp_path / "deep.png", (20, 20)) == 100).all()
    Image.new("CMYK", (40, 40), (0, 255, 255, 0)).save(tmp_path / "print.jpg")
    assert np.abs(photos.read_photo(tmp_path / "print.jpg", (20, 20, 3)).astype(int) - (255, 0, 0)).max() < 10


def test_what_cannot_be_read_is_named_and_left_out(fill, capfd):
    path = fill(apple=6, pear=6)
    whole = save(path / "apple" / "whole.jpg", size=(300, 300), quality=95).read_bytes()
    (path / "apple" / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    (path / "apple" / "empty.png").write_bytes(b"")
    (path / "pear" / "notes.txt").write_text("ripe")
    (path / "pear" / "animal.heic").write_bytes(b"\0\0\0\x18ftypheic" + bytes(100))
    for _ in range(2):  # what was kept says it, too
        loaded = data.load(path)
        assert len(loaded.train.labels) + len(loaded.test.labels) == 13
        said = capfd.readouterr().err.splitlines()
        assert said[0] == f"WARNING: of the 17 files in {path}, 4 are left out:"
        assert said[1].startswith("  apple/cut.jpg: it is damaged or cut short (")
        assert said[2:5] == [
            "  apple/empty.png: it is no JPEG, PNG, BMP, GIF or WebP image",
            "  pear/animal.heic: it is no JPEG, PNG, BMP, GIF or WebP image",
            "  pear/notes.txt: it is no JPEG, PNG, BMP, GIF or WebP image",
        ]
        assert said[5].startswith("Save them again as JPEG or PNG files")


def test_of_many_that_cannot_be_read_a_few_are_named(fill, capfd):
    path = fill(apple=2, pear=2)
    for i in range(30):
        (path / "apple" / f"{i}.txt").write_text("")
    data.load(path)
    said = capfd.readouterr().err.splitlines()
    assert len(said) == folders.NAMED + 3
    assert said[-2] == "  and 22 more"


def test_the_same_image_is_never_in_both_parts(fill, capfd):
    path = fill(apple=6, pear=6)
    shutil.copyfile(path / "apple" / "1.png", path / "apple" / "copy.png")
    shutil.copyfile(path / "apple" / "2.png", path / "pear" / "wrong.png")
    train, test = data.load(path)
    together = np.concatenate([train.images, test.images]).reshape(12, -1)
    assert len(np.unique(together, axis=0)) == 12
    said = capfd.readouterr().err
    assert "  apple/copy.png: it is the same image as apple/1.png\n" in said
    assert "  pear/wrong.png: it is the same image as apple/2.png\n" in said


def test_hidden_things_are_no_classes_and_no_images(fill, capfd):
    path = fill(apple=4, pear=4)
    for hidden in (".git/1.png", "__MACOSX/apple.png", "apple/.1.png", "apple/Thumbs.db", "pear/.DS_Store"):
        save(path / hidden, format="PNG")
    (path / "read me.txt").write_text("")
    assert data.load(path).classes == ("apple", "pear")
    assert not capfd.readouterr().err


def test_a_class_with_too_few_images_is_told_and_left_out(fill, capfd):
    path = fill(apple=4, kiwi=1, pear=4)
    (path / "plum").mkdir()
    loaded = data.load(path)
    assert loaded.classes == ("apple", "pear")
    assert set(loaded.train.labels) == set(loaded.test.labels) == {0, 1}
    said = capfd.readouterr().err
    assert f"WARNING: of the classes in {path}, 2 are left out, with fewer than 2 images that can be used" in said
    assert ": kiwi (1), plum (0).\nEach needs 2 or more, some to learn from and some for the test." in said


def test_a_folder_without_class_folders_says_what_is_expected(fill, tmp_path):
    path = tmp_path / "photos"
    path.mkdir()
    as_in = f"as in {path}{os.sep}apple{os.sep}1.jpg"

    def refused():
        with pytest.raises(data.DataError) as error:
            data.load(path)
        assert str(error.value).startswith(f"{path} is refused: ")
        return str(error.value)

    assert "there are no folders in it, nothing" in refused()
    assert as_in in refused()
    save(path / "1.jpg")
    assert "there are no folders in it, only files (1)" in refused()
    (path / "apple").mkdir()
    assert "its folders are empty" in refused()
    save(path / "apple" / "1.jpg")
    assert "only apple has files" in refused()
    assert as_in in refused()
    (path / "pear").mkdir()
    (path / "pear" / "a.txt").write_text("")
    (path / "apple" / "1.jpg").write_bytes(b"")
    said = refused()
    assert "fewer than two classes have images that can be used" in said
    assert "pear/a.txt: it is no JPEG" in said


def test_folders_within_folders_are_named(fill):
    path = fill(apple=3, pear=3)
    (path.parent / "all").mkdir()
    shutil.move(path, path.parent / "all" / "train")
    with pytest.raises(data.DataError, match="hold further folders") as error:
        data.load(path.parent / "all")
    assert str(path.parent / "all" / "train") in str(error.value)
    assert len(data.load(path.parent / "all" / "train").classes) == 2


def test_a_folder_that_is_not_there_says_what_can_be_named(tmp_path):
    for name in (tmp_path / "none", "", " "):
        with pytest.raises(data.DataError, match=r"There is no data set called .*, and no folder") as error:
            data.load(name)
        assert "a folder with a folder of images for each class" in str(error.value)


def test_a_folder_named_as_a_data_set_is_told_apart(fill, monkeypatch, capfd):
    path = fill(apple=3, pear=3)
    monkeypatch.chdir(path.parent)
    path.rename("lines")
    assert data.load("lines").shape == (32, 32)
    own = f".{os.sep}lines"
    assert (
        f"NOTE: this is lines, the data set. For your folder of that name, type --dataset {own}\n"
        in capfd.readouterr().err
    )
    assert data.load(own).classes == ("apple", "pear")
    shutil.rmtree("lines")
    (path.parent / "lines" / "notes").mkdir(parents=True)  # no data set
    data.load("lines")
    assert not capfd.readouterr().err


def test_names_may_be_in_any_script_and_written_either_way(fill, capfd):
    path = fill(Äpfel=3, りんご=3)
    decomposed = "A\u0308pfel"
    other = path.parent / "other"
    for kind, written in (("Äpfel", decomposed), ("りんご", "りんご")):
        shutil.copytree(path / kind, other / written)
    first, second = data.load(path), data.load(other)
    assert first.classes == second.classes == ("Äpfel", "りんご")
    assert np.array_equal(first.test.images, second.test.images)
    (path / "りんご" / "梨.txt").write_text("")
    data.load(path)
    assert "りんご/梨.txt" in capfd.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_that_is_no_text_does_no_harm(fill, capfd):
    path = fill(apple=3, pear=3)
    try:
        os.mkdir(os.fsencode(path) + b"/k\xffwi")
    except OSError:
        pytest.skip("this file system takes no such names")
    for i in range(3):
        shutil.copyfile(path / "apple" / "0.png", os.fsencode(path) + b"/k\xffwi/\xfe%d\x1b.png" % i)
    data.load(path)
    assert "k\ufffdwi/\ufffd0\ufffd.png: it is the same image as apple/0.png" in capfd.readouterr().err


def test_an_image_of_too_many_pixels_is_left_out(fill, capfd, monkeypatch):
    path = fill(apple=3, pear=3)
    monkeypatch.setattr(photos, "MOST_PIXELS", 50_000)
    save(path / "pear" / "huge.png", size=(400, 300))
    save(path / "pear" / "camera.jpg", size=(400, 300))  # read at half its size and less
    loaded = data.load(path)
    assert len(loaded.train.labels) + len(loaded.test.labels) == 7
    assert "  pear/huge.png: it has 400 x 300 pixels; at most 50,000 are read" in capfd.readouterr().err


def test_a_decompression_bomb_is_left_out(fill, capfd):
    path = fill(apple=3, pear=3)
    bomb = Image.new("1", (20_000, 20_000))
    bomb.save(path / "pear" / "bomb.png")
    data.load(path)
    said = capfd.readouterr().err
    assert "pear/bomb.png: it has too many pixels; at most 64,000,000 are read" in said


def test_more_files_than_fit_are_refused_before_one_is_read(fill, monkeypatch):
    monkeypatch.setattr(folders, "MAX_BYTES", 64 * 64 * 3 * 5)
    with pytest.raises(data.DataError, match="it has 6 files; at most 5 can be used"):
        data.load(fill(apple=3, pear=3))


def test_reading_that_takes_long_says_how_far_it_is(fill, capfd, monkeypatch):
    monkeypatch.setattr(folders, "PATIENCE", -1)
    data.load(fill(apple=3, pear=3))
    assert "  5 of 6\n" in capfd.readouterr().out


def test_who_stops_it_does_not_wait_for_the_rest(fill, monkeypatch, cache):
    path, read = fill(apple=40, pear=40), []

    def stop(path, shape):
        read.append(path)
        if len(read) == 3:
            raise KeyboardInterrupt
        time.sleep(0.01)
        raise ValueError("never mind")

    monkeypatch.setattr(photos, "read_photo", stop)
    with pytest.raises(KeyboardInterrupt):
        data.load(path)
    assert len(read) < 40
    assert not cache.exists()


def test_of_a_file_with_several_images_the_first_counts(tmp_path):
    several = tmp_path / "several.jpg"  # some phones put a small copy behind the photo
    Image.new("RGB", (400, 300), GREEN).save(
        several, format="MPO", save_all=True, append_images=[Image.new("RGB", (40, 30), RED)]
    )
    assert np.abs(photos.read_photo(several, (20, 20, 3)).astype(int) - GREEN).max() < 6
