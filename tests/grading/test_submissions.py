"""Finding what was handed in, in the forms in which it comes."""

import io
import os
import stat
import time
import zipfile

import pytest

from checker.errors import UsageError
from checker.grading.submissions import find

NAMES = ["alpha", "beta"]  # any, since files are found by names alone


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
        (["ann/alpha/alpha.py", "ann/alpha/alpha.ipynb", "bob/alpha/alpha.py", "bob/beta/beta.py"], {("ann", "alpha"), ("bob", "alpha"), ("bob", "beta")}),  # nbgrader's
        (["ann/alpha/alpha.py"], {("ann", "alpha")}),  # one learner of nbgrader's is no wrapper
        (["ann/alpha.py", "bob/work/of/mine/beta.py"], {("ann", "alpha"), ("bob", "beta")}),
        (["all/ann/alpha.py", "all/bob/alpha.py"], {("ann", "alpha"), ("bob", "alpha")}),
        (["Jane Doe_4312_assignsubmission_file_/alpha.py", "Jan Doe_4313_assignsubmission_file_/a/Alpha.py"], {("Jane Doe", "alpha"), ("Jan Doe", "alpha")}),  # Moodle's
        (["doejane_4312_88231_alpha.py", "doejan_LATE_4313_88232_beta-2.py"], {("doejane", "alpha"), ("doejan", "beta")}),  # Canvas's
        (["ann_alpha.py", "bob_alpha.py", "bob_beta.py"], {("ann", "alpha"), ("bob", "alpha"), ("bob", "beta")}),
        (["ann/alpha (1).py", "bob/ALPHA.PY"], {("ann", "alpha"), ("bob", "alpha")}),
        (["ann/__MACOSX/alpha.py", "ann/.ipynb_checkpoints/alpha.py", "bob/alpha.py"], {("bob", "alpha")}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("packed", [False, True])
def test_layouts(paths, students, packed, tmp_path):
    if packed:
        assert set(found(pack(tmp_path / "class.zip", *paths))) == students
    else:
        assert set(found(lay(tmp_path / "class", *paths))) == students


def test_each_learner_s_bytes_are_that_learner_s(tmp_path):
    pack(lay(tmp_path, "ann/alpha.py") / "bob.zip", "alpha.py")
    pack(tmp_path / "doejane_4312_88231_work.zip", "src/alpha.py")
    inner = io.BytesIO()
    pack(inner, "alpha.py")
    with zipfile.ZipFile(tmp_path / "moodle.zip", "w") as archive:
        archive.writestr("Jan Doe_7_assignsubmission_file_/work.zip", inner.getvalue())
    (tmp_path / "class").mkdir()
    for name in ("ann", "bob.zip", "doejane_4312_88231_work.zip"):
        (tmp_path / name).rename(tmp_path / "class" / name)
    assert found(tmp_path / "class", tmp_path / "moodle.zip") == {
        ("ann", "alpha"): "# ann/alpha.py\n",
        ("bob", "alpha"): "# alpha.py\n",
        ("doejane", "alpha"): "# src/alpha.py\n",
        ("Jan Doe", "alpha"): "# alpha.py\n",
    }
    numbers = {each.student: each.number for each in find([tmp_path / "class"], NAMES).submissions}
    assert numbers == {"ann": "", "bob": "", "doejane": "4312"}


def test_one_file_is_its_folder_s(tmp_path):
    lay(tmp_path / "ann", "alpha.py")
    assert set(found(tmp_path / "ann" / "alpha.py")) == {("ann", "alpha")}
    assert set(found(tmp_path / "ann")) == {("ann", "alpha")}


@pytest.mark.parametrize(
    ("paths", "taken"),
    [
        (["ann/alpha.py", "ann/alpha (1).py", "ann/old_alpha.py"], "ann/alpha.py"),
        (["ann/alpha (1).py", "ann/alpha (2).py"], "ann/alpha (2).py"),
        (["doejane_1_2_alpha.py", "doejane_1_3_alpha-1.py", "doejane_1_4_alpha-10.py"], "doejane_1_4_alpha-10.py"),
        (["ann/alpha.py", "ann/backup/alpha.py"], "ann/alpha.py"),
    ],
)
def test_of_several_files_one_is_taken_and_told(paths, taken, tmp_path):
    result = find([lay(tmp_path, *paths)], NAMES)
    (submission,) = result.submissions
    assert submission.read()[0].decode() == f"# {taken}\n"
    assert any("more than once" in note and taken in note for note in result.notes)


def test_who_handed_in_something_else_is_told(tmp_path):
    result = find([lay(tmp_path, "ann/alpha.py", "ann/notes.txt", "bob/main.py")], NAMES)
    assert result.notes == ["bob: no alpha.py or beta.py; handed in: main.py"]


def test_what_cannot_be_read_is_told_and_holds_up_nobody(tmp_path):
    folder = lay(tmp_path / "class", "ann/alpha.py")
    for name in ("link", "pipe", "large", "device"):
        (folder / name).mkdir()
    (folder / "link" / "alpha.py").symlink_to(folder / "ann" / "alpha.py")
    (folder / "device" / "alpha.py").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe" / "alpha.py")
    (folder / "large" / "alpha.py").write_bytes(bytes(2_000_000))
    pack(folder / "bomb.zip", "alpha.py", content=bytes(50_000_000))
    (folder / "broken.zip").write_bytes(b"PK\3\4 no zip")
    with zipfile.ZipFile(folder / "linked.zip", "w") as archive:
        info = zipfile.ZipInfo("alpha.py")
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
    with open(folder + b"/alpha.py", "w") as file:
        file.write("# odd\n")
    assert list(found(tmp_path / "class").values()) == ["# odd\n"]
    pack(tmp_path / "up.zip", "../../ann/alpha.py", "/etc/bob/alpha.py")
    assert all("/" not in student and ".." not in student for student, _ in found(tmp_path / "up.zip"))


@pytest.mark.parametrize("name", ["...zip", ".._1_2_alpha.py", ".._4312_assignsubmission_file_/alpha.py", "._alpha.py"])
def test_no_learner_is_called_as_a_folder_above(name, tmp_path):
    lay(tmp_path / "class", "ann/alpha.py")
    if name.endswith(".zip"):
        pack(tmp_path / "class" / name, "alpha.py")
    else:
        lay(tmp_path / "class", name)
    assert {student.strip("._ ") for student, _ in found(tmp_path / "class")} <= {"ann", ""}
    assert not {student for student, _ in found(tmp_path / "class")} & {".", "..", ""}


def test_zip_files_within_zip_files_come_to_an_end(tmp_path):
    """A learner's hundred zip files of a hundred each are not opened, in whatever the class comes."""

    def nest(levels):
        if not levels:
            return b"# alpha.py\n"
        inside = nest(levels - 1)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(100 if levels > 1 else 1):
                archive.writestr(f"{number}.zip" if levels > 1 else "alpha.py", inside)
        return packed.getvalue()

    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "bad.zip").write_bytes(nest(4))
    pack(tmp_path / "class" / "ann.zip", "alpha.py")
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        for name in ("bad.zip", "ann.zip"):
            archive.write(tmp_path / "class" / name, name)
    started = time.monotonic()
    assert set(found(tmp_path / "class")) == set(found(tmp_path / "class.zip")) == {("ann", "alpha")}
    assert time.monotonic() - started < 10  # milliseconds are usual


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_file_that_gives_back_more_than_is_asked_for_is_not_unpacked(method, tmp_path):
    lay(tmp_path / "class", "ann/alpha.py")
    with zipfile.ZipFile(tmp_path / "class" / "eve.zip", "w", method) as archive:
        archive.writestr("alpha.py", b"# short\n")
    with zipfile.ZipFile(tmp_path / "class.zip", "w", method) as archive:
        archive.write(tmp_path / "class" / "eve.zip", "bob.zip")
        archive.writestr("eve/beta.py", b"# short\n")
    for path in (tmp_path / "class", tmp_path / "class.zip"):
        result = find([path], NAMES)
        told = {each.student: each.read() for each in result.submissions}
        assert told["eve"][0] == b""
        assert "pack it again" in told["eve"][1]
        assert "bob" not in told


def test_a_zip_file_of_too_many_files_is_not_listed(tmp_path):
    lay(tmp_path / "class", "ann/alpha.py")
    (tmp_path / "class" / "eve").mkdir()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("alpha.py", b"# short\n")
    content = packed.getvalue()
    (tmp_path / "class" / "eve" / "work.zip").write_bytes(b"PK\1\2" * 300_000 + content)
    result = find([tmp_path / "class"], NAMES)
    assert [each.student for each in result.submissions] == ["ann"]
    assert any("more than 200,000 files" in note for note in result.notes)


def test_names_that_nbgrader_would_take_for_others_are_changed(tmp_path):
    """A pattern stands for many learners; and a name may be no longer than a folder's."""
    pack(tmp_path / "class.zip", "*/alpha.py", "[ab]/alpha.py", "?/alpha.py", f"{'n' * 300}/alpha.py", "zoë/alpha.py")
    students = [student for student, _ in found(tmp_path / "class.zip")]
    assert len(set(students)) == 5
    assert not any(set("*?[") & set(student) for student in students)
    assert max(map(len, students)) < 200
    assert "zoë" in students


@pytest.mark.parametrize(("path", "told"), [("missing", "There is no"), ("empty", "no alpha.py or beta.py")])
def test_nothing_to_grade_is_told(path, told, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=told):
        find([tmp_path / path], NAMES)
