"""Finding what was handed in, in the forms in which it comes."""

import io
import os
import stat
import time
import zipfile

import pytest

from checker.errors import UsageError
from checker.grading.submissions import find

NAMES = ["mnist", "cnn"]


def lay(folder, *paths):
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(f"# {path}\n")
    return folder


def pack(path, *names, content=None):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, f"# {name}\n" if content is None else content)
    return path


def found(*paths):
    """`{(student, exercise): text}`."""
    return {(each.student, each.exercise): each.read()[0].decode() for each in find(paths, NAMES).submissions}


@pytest.mark.parametrize(
    ("paths", "students"),
    [
        (["ann/mnist/mnist.py", "ann/mnist/mnist.ipynb", "bob/mnist/mnist.py", "bob/cnn/cnn.py"], {("ann", "mnist"), ("bob", "mnist"), ("bob", "cnn")}),  # nbgrader's
        (["ann/mnist/mnist.py"], {("ann", "mnist")}),  # one learner of nbgrader's is no wrapper
        (["ann/mnist.py", "bob/work/of/mine/cnn.py"], {("ann", "mnist"), ("bob", "cnn")}),
        (["all/ann/mnist.py", "all/bob/mnist.py"], {("ann", "mnist"), ("bob", "mnist")}),
        (["Jane Doe_4312_assignsubmission_file_/mnist.py", "Jan Doe_4313_assignsubmission_file_/a/Mnist.py"], {("Jane Doe", "mnist"), ("Jan Doe", "mnist")}),  # Moodle's
        (["doejane_4312_88231_mnist.py", "doejan_LATE_4313_88232_cnn-2.py"], {("doejane", "mnist"), ("doejan", "cnn")}),  # Canvas's
        (["ann_mnist.py", "bob_mnist.py", "bob_cnn.py"], {("ann", "mnist"), ("bob", "mnist"), ("bob", "cnn")}),
        (["ann/mnist (1).py", "bob/MNIST.PY"], {("ann", "mnist"), ("bob", "mnist")}),
        (["ann/__MACOSX/mnist.py", "ann/.ipynb_checkpoints/mnist.py", "bob/mnist.py"], {("bob", "mnist")}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("packed", [False, True])
def test_layouts(paths, students, packed, tmp_path):
    if packed:
        assert set(found(pack(tmp_path / "class.zip", *paths))) == students
    else:
        assert set(found(lay(tmp_path / "class", *paths))) == students


def test_each_learner_s_bytes_are_that_learner_s(tmp_path):
    pack(lay(tmp_path, "ann/mnist.py") / "bob.zip", "mnist.py")
    pack(tmp_path / "doejane_4312_88231_work.zip", "src/mnist.py")
    inner = io.BytesIO()
    pack(inner, "mnist.py")
    with zipfile.ZipFile(tmp_path / "moodle.zip", "w") as archive:
        archive.writestr("Jan Doe_7_assignsubmission_file_/work.zip", inner.getvalue())
    (tmp_path / "class").mkdir()
    for name in ("ann", "bob.zip", "doejane_4312_88231_work.zip"):
        (tmp_path / name).rename(tmp_path / "class" / name)
    assert found(tmp_path / "class", tmp_path / "moodle.zip") == {
        ("ann", "mnist"): "# ann/mnist.py\n",
        ("bob", "mnist"): "# mnist.py\n",
        ("doejane", "mnist"): "# src/mnist.py\n",
        ("Jan Doe", "mnist"): "# mnist.py\n",
    }
    numbers = {each.student: each.number for each in find([tmp_path / "class"], NAMES).submissions}
    assert numbers == {"ann": "", "bob": "", "doejane": "4312"}


def test_one_file_is_its_folder_s(tmp_path):
    lay(tmp_path / "ann", "mnist.py")
    assert set(found(tmp_path / "ann" / "mnist.py")) == {("ann", "mnist")}
    assert set(found(tmp_path / "ann")) == {("ann", "mnist")}


@pytest.mark.parametrize(
    ("paths", "taken"),
    [
        (["ann/mnist.py", "ann/mnist (1).py", "ann/old_mnist.py"], "ann/mnist.py"),
        (["ann/mnist (1).py", "ann/mnist (2).py"], "ann/mnist (2).py"),
        (["doejane_1_2_mnist.py", "doejane_1_3_mnist-1.py", "doejane_1_4_mnist-10.py"], "doejane_1_4_mnist-10.py"),
        (["ann/mnist.py", "ann/backup/mnist.py"], "ann/mnist.py"),
    ],
)
def test_of_several_files_one_is_taken_and_told(paths, taken, tmp_path):
    result = find([lay(tmp_path, *paths)], NAMES)
    (submission,) = result.submissions
    assert submission.read()[0].decode() == f"# {taken}\n"
    assert any("more than once" in note and taken in note for note in result.notes)


def test_who_handed_in_something_else_is_told(tmp_path):
    result = find([lay(tmp_path, "ann/mnist.py", "ann/notes.txt", "bob/main.py")], NAMES)
    assert result.notes == ["bob: no mnist.py or cnn.py"]


def test_what_cannot_be_read_is_told_and_holds_up_nobody(tmp_path):
    folder = lay(tmp_path / "class", "ann/mnist.py")
    for name in ("link", "pipe", "large", "device"):
        (folder / name).mkdir()
    (folder / "link" / "mnist.py").symlink_to(folder / "ann" / "mnist.py")
    (folder / "device" / "mnist.py").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe" / "mnist.py")
    (folder / "large" / "mnist.py").write_bytes(bytes(2_000_000))
    pack(folder / "bomb.zip", "mnist.py", content=bytes(50_000_000))
    (folder / "broken.zip").write_bytes(b"PK\3\4 no zip")
    with zipfile.ZipFile(folder / "linked.zip", "w") as archive:
        info = zipfile.ZipInfo("mnist.py")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    result = find([folder], NAMES)
    reasons = {each.student: each.read()[1] for each in result.submissions}
    assert reasons.pop("ann") == ""
    assert "link" in reasons["link"]
    assert "link" in reasons["device"]
    assert "link" in reasons["linked"]
    assert "no file" in reasons["pipe"]
    assert "more than" in reasons["large"]
    assert "more than" in reasons["bomb"]
    assert all(
        each.read()[0] == b"" for each in result.submissions if each.student != "ann" and each.student in reasons
    )
    assert any("broken.zip cannot be opened" in note for note in result.notes)


def test_names_that_are_no_text_and_paths_that_climb(tmp_path):
    folder = os.fsencode(tmp_path / "class") + b"/\xff\xfe"
    os.makedirs(folder)
    with open(folder + b"/mnist.py", "w") as file:
        file.write("# odd\n")
    assert list(found(tmp_path / "class").values()) == ["# odd\n"]
    pack(tmp_path / "up.zip", "../../ann/mnist.py", "/etc/bob/mnist.py")
    assert all("/" not in student and ".." not in student for student, _ in found(tmp_path / "up.zip"))


@pytest.mark.parametrize("name", ["...zip", ".._1_2_mnist.py", ".._4312_assignsubmission_file_/mnist.py", "._mnist.py"])
def test_no_learner_is_called_as_a_folder_above(name, tmp_path):
    lay(tmp_path / "class", "ann/mnist.py")
    if name.endswith(".zip"):
        pack(tmp_path / "class" / name, "mnist.py")
    else:
        lay(tmp_path / "class", name)
    assert {student.strip("._ ") for student, _ in found(tmp_path / "class")} <= {"ann", ""}
    assert not {student for student, _ in found(tmp_path / "class")} & {".", "..", ""}


def test_zip_files_within_zip_files_come_to_an_end(tmp_path):
    """A learner's hundred zip files of a hundred each are not opened, in whatever the class comes."""

    def nest(levels):
        if not levels:
            return b"# mnist.py\n"
        inside = nest(levels - 1)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(100 if levels > 1 else 1):
                archive.writestr(f"{number}.zip" if levels > 1 else "mnist.py", inside)
        return packed.getvalue()

    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "bad.zip").write_bytes(nest(4))
    pack(tmp_path / "class" / "ann.zip", "mnist.py")
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        for name in ("bad.zip", "ann.zip"):
            archive.write(tmp_path / "class" / name, name)
    started = time.monotonic()
    assert set(found(tmp_path / "class")) == set(found(tmp_path / "class.zip")) == {("ann", "mnist")}
    assert time.monotonic() - started < 10  # milliseconds are usual


@pytest.mark.parametrize(("path", "told"), [("missing", "There is no"), ("empty", "no mnist.py or cnn.py")])
def test_nothing_to_grade_is_told(path, told, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=told):
        find([tmp_path / path], NAMES)
