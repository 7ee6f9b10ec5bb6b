"""Finding what was handed in, in the forms in which it comes."""

import io
import json
import os
import stat
import time
import zipfile
from pathlib import Path

import pytest

from checker.errors import UsageError
from checker.grading.rosters import Roster
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


def answered(*names):
    """Text of a file, or of a notebook's cell, that defines functions."""
    return "".join(f"def {name}(x):\n    return x\n\n\n" for name in names)


@pytest.mark.parametrize(
    "copy",
    ["alpha copy.py", "alpha copy 2.py", "alpha - Copy.py", "alpha - Copy (2).py", "alpha(1).py", "alpha 2.py",
     "Copy of alpha.py", "alpha (copy).py", "alpha (Copy 2).py", "alpha-Copy1.py", "alpha - Copy - Copy.py",
     "alpha (1) (1).py", "alpha copy copy 3.py", "Copy of Copy of alpha.py", "alpha (2) copy.py", "alpha - Kopie.py", "Kopie von alpha.py", "alpha - Co\u0301pia.py", "ALPHA.PY", " alpha .py"],
)  # fmt: skip
def test_names_that_systems_make_of_copies_count(copy, tmp_path):
    pack(tmp_path / "class.zip", f"ann/{copy}", f"leebo_LATE_7_11_{copy}", f"Cy Day_8_assignsubmission_file_{copy}")
    assert set(found(tmp_path / "class.zip")) == {("ann", "alpha"), ("leebo", "alpha"), ("Cy Day", "alpha")}


@pytest.mark.parametrize(
    "name", ["alpha copyright.py", "alphabet.py", "alpha_final.py", "alpha.py.txt", "alpha", "notalpha.py", "alpha.pyc"]
)
def test_other_names_do_not_count_and_their_owners_are_told(name, tmp_path):
    pack(tmp_path / "class.zip", "leeann_1_11_alpha.py", f"libo_2_12_{name}", f"Cy Day_8_assignsubmission_file_/{name}")
    result = find([tmp_path / "class.zip"], NAMES)
    assert [each.student for each in result.submissions] == ["leeann"]
    assert [(each.student, each.number) for each in result.missing] == [("Cy Day", "8"), ("libo", "2")]
    for student in ("libo", "Cy Day"):
        assert f"{student}: no alpha.py or beta.py; handed in: {name}" in result.notes


def test_files_of_another_name_count_where_it_is_said(tmp_path):
    pack(
        tmp_path / "class.zip", "ann/Exercise1.py", "leebo_7_11_exercise1-2.py", "cy_exercise1 (1).py", "dan/part 2.txt"
    )
    result = find([tmp_path / "class.zip"], NAMES, ["exercise1.py=alpha.py", "part*.txt=beta.py"])
    assert [(each.student, each.exercise) for each in result.submissions] == [
        ("ann", "alpha"), ("cy", "alpha"), ("dan", "beta"), ("leebo", "alpha"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["exercise1.py", "=alpha.py", "a.py=gamma.py", "alpha.ipynb=alpha.py", "a.py="])
def test_a_wrong_map_of_names_is_told(text, tmp_path):
    with pytest.raises(UsageError, match="--rename"):
        find([lay(tmp_path, "ann/alpha.py")], NAMES, [text])


def test_a_notebook_in_an_answer_s_place_is_told(tmp_path):
    book = {"cells": [{"cell_type": "code", "source": [answered("prepare")], "metadata": {}}], "metadata": {}}
    lay(
        tmp_path,
        "ann/alpha.ipynb",
        "bob/alpha.py",
        "bob/alpha.ipynb",
        "cy/alpha.py",
        "cy/alpha.ipynb",
        "dan/beta.ipynb",
    )
    for student in ("ann", "bob", "cy"):
        (tmp_path / student / "alpha.ipynb").write_text(json.dumps(book))
    (tmp_path / "cy" / "alpha.py").write_text(answered("prepare"))
    result = find([tmp_path], NAMES)
    assert [each.student for each in result.submissions] == ["bob", "cy"]
    told = {note.partition(":")[0]: note for note in result.notes}
    assert set(told) == {"ann", "bob", "dan"}
    assert "whose cells define prepare: only alpha.py is graded" in told["ann"]
    assert "nothing is written in alpha.py, but its notebook defines prepare" in told["bob"]
    assert "a notebook of beta" in told["dan"]


@pytest.mark.parametrize(
    "foreign",
    ["solutions/alpha.py", "repo/solutions/alpha.py", "venv/Lib/site-packages/x/alpha.py", "my/env/lib/alpha.py",
     "checker/checks/check_alpha.py", "docs/lessons/pictures/alpha.py", "tests/answers/alpha/alpha.py",
     "keras-master/keras/src/datasets/alpha.py", "node_modules/alpha.py", "tests/test_alpha.py"],
)  # fmt: skip
def test_others_work_is_never_graded(foreign, tmp_path):
    lay(tmp_path / "class", f"ann/{foreign}", "ann/work/beta.py", f"bob/{foreign}", "cy/alpha.py")
    result = find([tmp_path / "class"], NAMES)
    assert [(each.student, each.exercise) for each in result.submissions] == [("ann", "beta"), ("cy", "alpha")]
    assert any(note.startswith("bob: no alpha.py or beta.py") for note in result.notes)


def test_a_library_is_known_by_its_packages_and_an_environment_by_its_file(tmp_path):
    lay(tmp_path / "class", "ann/lib/__init__.py", "ann/lib/data/__init__.py", "ann/lib/data/alpha.py")
    lay(tmp_path / "class", "bob/mine/pyvenv.cfg", "bob/mine/lib/alpha.py", "cy/work/__init__.py", "cy/work/alpha.py")
    result = find([tmp_path / "class"], NAMES)
    assert [each.student for each in result.submissions] == ["cy"]
    assert [each.student for each in result.missing] == ["ann", "bob"]


def test_of_a_checkout_the_file_with_something_in_it_is_taken(tmp_path):
    skeleton = "def prepare(x):\n    raise NotImplementedError\n"
    for student, mine in {"ann": "my-answers", "bob": "exercises", "cy": "a"}.items():
        lay(tmp_path / "class", *(f"{student}/repo/{name}/alpha.py" for name in ("exercises", "solutions", "a")))
        lay(tmp_path / "class", f"{student}/repo/{mine}/alpha.py")
        (tmp_path / "class" / student / "repo" / "exercises" / "alpha.py").write_text(skeleton)
        (tmp_path / "class" / student / "repo" / mine / "alpha.py").write_text(answered("prepare"))
    result = find([tmp_path / "class"], NAMES, skeletons={"alpha": skeleton.replace("\n", "\r\n").encode()})
    taken = {each.student: Path(each.place).parent.name for each in result.submissions}
    assert taken == {"ann": "my-answers", "bob": "exercises", "cy": "a"}
    assert len(result.notes) == 3


@pytest.mark.parametrize(
    "paths",
    [
        ["class/ann/alpha.py", "class/bob/alpha.py", "desktop.ini", "README.md", "class/index.html"],
        ["home/class/ann/alpha.py", "home/class/bob/alpha.py"],
        ["home/class/ann/alpha/alpha.py", "home/class/bob/alpha/alpha.py", "home/notes.txt"],
        ["alpha/ann/alpha.py", "alpha/bob/alpha.py"],
        ["class/alpha/ann/alpha.py", "class/alpha/bob/work/alpha.py", "class/README"],
        ["alpha/ann_alpha.py", "alpha/bob_alpha.py", "beta/readme.txt"],
        ["a/b/ann_alpha.py", "a/b/bob_alpha.py", "thumbs.db"],
        ["CS-alpha-77/ann_1_assignsubmission_file_/alpha.py", "CS-beta-78/bob_2_assignsubmission_file_/alpha.py"],
    ],
)  # fmt: skip
def test_wrappers_stray_files_and_folders_by_exercise(paths, tmp_path):
    assert set(found(pack(tmp_path / "class.zip", *paths))) == {("ann", "alpha"), ("bob", "alpha")}
    assert set(found(lay(tmp_path / "class", *paths))) == {("ann", "alpha"), ("bob", "alpha")}


@pytest.mark.parametrize(
    "paths",
    [
        ["section1/ann/alpha.py", "section1/bob/alpha.py", "section2/cy/alpha.py", "section2/dan/alpha.py"],
        ["Group A/ann/alpha.py", "Group A/bob/alpha/alpha.py", "Group B/cy/alpha.py", "Group C/dan/alpha.py"],
        ["alpha/lab 1/ann_alpha.py", "alpha/lab 1/bob_alpha.py", "alpha/lab 2/cy_alpha.py", "alpha/lab 2/dan_alpha.py"],
    ],
)
def test_parts_of_a_class_side_by_side(paths, tmp_path):
    everybody = {(who, "alpha") for who in ("ann", "bob", "cy", "dan")}
    assert set(found(lay(tmp_path / "class", *paths))) == everybody
    assert set(found(pack(tmp_path / "class.zip", *paths))) == everybody


@pytest.mark.parametrize(
    "paths",
    [
        ["ann/bob/alpha.py", "ann/cy/alpha.py"],
        ["ann/alpha/bob/alpha.py", "ann/alpha/cy/alpha.py"],
        ["ann/bob_alpha.py", "ann/cy_alpha.py"],
    ],
)
def test_the_only_learner_does_not_hand_in_for_others(paths, tmp_path):
    """Of a folder that is called as those in it are called, nobody knows that it is the class's."""
    result = find([lay(tmp_path / "class", *paths)], NAMES)
    assert [each.student for each in result.submissions] == ["ann"]
    assert any("ann is taken for one learner" in note and "name " in note for note in result.notes)


def test_a_roster_tells_learners_folders_from_those_around_them(tmp_path):
    def by(*names):
        roster = Roster(["Name"], [{"Name": name} for name in names], ",")
        return {each.student for each in find([tmp_path / "class"], NAMES, roster=roster).submissions}

    lay(tmp_path / "class", "lee/bob/alpha.py", "lee/cy/alpha.py")
    assert by("lee", "bob", "cy") == {"lee"}
    assert by("bob", "cy") == {"bob", "cy"}
    lay(tmp_path / "class", "berg/dan/alpha.py")
    assert by("bob", "cy", "dan") == {"bob", "cy", "dan"}
    assert by("bob", "cy", "dan", "berg") == {"lee", "berg"}


def test_one_learner_s_folders_by_exercise_are_one_learner_s(tmp_path):
    lay(tmp_path / "ann", "alpha/alpha.py", "beta/beta.py")
    assert set(found(tmp_path / "ann")) == {("ann", "alpha"), ("ann", "beta")}


def test_nobody_hands_in_for_others(tmp_path):
    """Whatever a learner calls folders and files: others' names, or what platforms write into names."""
    lay(tmp_path / "class", "eve/ann/alpha.py", "eve/bob/alpha.py", "ann/alpha.py", "bob/main.py")
    lay(tmp_path / "class", "mal/Ann Lee_4312_assignsubmission_file_/alpha.py", "kim/doejane_1_2_alpha.py")
    assert {student for student, _ in found(tmp_path / "class")} == {"ann", "eve", "mal", "kim"}
    assert found(tmp_path / "class")["ann", "alpha"] == "# ann/alpha.py\n"
    names = ["Eve_1_assignsubmission_file_Ann_2_assignsubmission_file_alpha.py", "Ann_2_assignsubmission_file_beta.py"]
    names += ["eve_3_33_ann_4_44_alpha.py", "ann_4_45_beta.py"]
    names += ["W_eve_attempt_2026-11-14-09-15-33_W_ann_attempt_2026-11-14-09-15-34_alpha.py"]
    names += ["W_ann_attempt_2026-11-14-09-15-33_beta.py"]
    names += ["5-8 - Eve - Nov 14, 2026 915 AM - 6-8 - Ann - Nov 14, 2026 915 AM - alpha.py"]
    names += ["6-8 - Ann - Nov 14, 2026 915 AM - beta.py"]
    names += ["eve_3_33_Ann_4_assignsubmission_file_alpha.py", "ann_4_45_beta.py"]
    for number in range(0, len(names), 2):
        (tmp_path / str(number)).mkdir()
        result = find([pack(tmp_path / str(number) / "class.zip", *names[number : number + 2])], NAMES)
        assert not any(each.exercise == "alpha" and "ann" in each.student.lower() for each in result.submissions)
        assert any(each.exercise == "beta" and "ann" in each.student.lower() for each in result.submissions)


def test_in_nbgrader_s_folder_every_folder_is_a_learner(tmp_path):
    lay(tmp_path, "nbgrader_config.py", "submitted/ann/bob/alpha.py", "submitted/ann/cy/alpha.py")
    assert set(found(tmp_path / "submitted")) == {("ann", "alpha")}


def test_a_class_in_one_zip_file_within_a_folder_is_told(tmp_path):
    (tmp_path / "downloads").mkdir()
    pack(tmp_path / "downloads" / "class.zip", *(f"{who}_1{who}_assignsubmission_file_/alpha.py" for who in ("1", "2")))
    result = find([tmp_path / "downloads"], NAMES)
    assert [each.student for each in result.submissions] == ["class"]
    assert any("looks like a whole class's" in note for note in result.notes)


def test_namesakes_are_told_apart_by_number(tmp_path):
    names = ["Mei Chen_4312", "Mei Chen_4377", "Ola Berg_4313"]
    pack(tmp_path / "class.zip", *(f"{name}_assignsubmission_file_/alpha.py" for name in names))
    result = find([tmp_path / "class.zip"], NAMES)
    assert [(each.student, each.number) for each in result.submissions] == [
        ("Mei Chen_4312", "4312"), ("Mei Chen_4377", "4377"), ("Ola Berg", "4313"),
    ]  # fmt: skip
    assert not result.notes


def test_moodle_counts_participants_anew_in_each_assignment(tmp_path):
    first = pack(tmp_path / "first.zip", "Ola Berg_11_assignsubmission_file_/alpha.py")
    second = pack(tmp_path / "second.zip", "Ola Berg_22_assignsubmission_file_/beta.py")
    result = find([first, second], NAMES)
    assert [(each.student, each.number) for each in result.submissions] == [("Ola Berg", "11"), ("Ola Berg", "22")]


def test_marked_blind_each_participant_is_one(tmp_path):
    pack(tmp_path / "class.zip", *(f"Participant_{number}_assignsubmission_file/alpha.py" for number in (4312, 43, 44)))
    assert len(found(tmp_path / "class.zip")) == 3


def test_the_last_attempt_counts(tmp_path):
    names = [f"W_ann_attempt_2026-11-{day}-09-15-33_alpha.py" for day in ("04", "14", "09")]
    for time_of_day in ("Nov 9, 2026 915 AM", "Nov 14, 2026 115 PM", "Nov 14, 2026 1115 AM"):
        names.append(f"5-8 - Bo - {time_of_day}/alpha.py")
    taken = found(pack(tmp_path / "class.zip", *names))
    assert set(taken.values()) == {f"# {names[1]}\n", f"# {names[4]}\n"}


def test_blackboard_says_who_it_is_where_names_do_not(tmp_path):
    """User names have "_" as the assignment's name may, too."""
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        for user, name in (("u_1", "Ann"), ("u_2", "Bo")):
            archive.writestr(f"Task_u_{user[-1]}_attempt_2026-11-14-09-15-33_alpha.py", "# x")
            told = f"Name: {name} ({user})\r\nAssignment: Task\r\n"
            archive.writestr(f"Task_u_{user[-1]}_attempt_2026-11-14-09-15-33.txt", told)
    assert {student for student, _ in found(tmp_path / "class.zip")} == {"u_1", "u_2"}
    pack(tmp_path / "untold.zip", *(f"Task_u_{n}_attempt_2026-11-14-09-15-33_alpha.py" for n in (1, 2)))
    assert {student for student, _ in found(tmp_path / "untold.zip")} == {"Task_u_1", "Task_u_2"}


def test_dates_in_names_are_no_numbers_of_learners(tmp_path):
    pack(tmp_path / "class.zip", "ann_2026_11_alpha.py", "bob_2026_11_alpha.py")
    result = find([tmp_path / "class.zip"], NAMES)
    assert [(each.student, each.number) for each in result.submissions] == [("ann", ""), ("bob", "")]


def test_names_are_composed_and_read_as_the_finder_wrote_them(tmp_path):
    decomposed = "Zoe\u0308 Pen\u0303a"
    raw = f"{decomposed}/alpha.py".encode()
    path = pack(tmp_path / "class.zip", "x" * len(raw))
    path.write_bytes(path.read_bytes().replace(b"x" * len(raw), raw))
    lay(tmp_path / "class", f"{decomposed}/alpha.py")
    assert set(found(path)) == set(found(tmp_path / "class")) == {("Zo\xeb Pe\xf1a", "alpha")}


def test_a_zip_file_s_names_are_counted_before_they_are_read(tmp_path):
    """Also in one that is too large to be held in memory, whose directory `zipfile` would list at once."""
    path = pack(tmp_path / "class.zip", "ann/alpha.py")
    content = path.read_bytes()
    at = content.index(b"PK\1\2")
    entry, end = content[at : content.index(b"PK\5\6")], bytearray(content[content.index(b"PK\5\6") :])
    end[12:16] = (len(entry) * 201_000).to_bytes(4, "little")
    with open(path, "wb") as file:
        file.write(content[:at])
        file.seek(60 * 2**20)
        file.write(entry * 201_000 + end)
    with pytest.raises(UsageError, match="more than 200,000 files"):
        find([path], NAMES)


def test_an_assignment_may_be_called_as_another_platform_s_names(tmp_path):
    pack(tmp_path / "class.zip", *(f"Task_1_2_{who}_attempt_2026-11-14-09-15-33_alpha.py" for who in ("ann", "bob")))
    assert {each.platform for each in find([tmp_path / "class.zip"], NAMES).submissions} == {"blackboard"}
    assert len(found(tmp_path / "class.zip")) == 2


def test_one_file_called_as_another_platform_s_is_read_as_it_came(tmp_path):
    """Canvas's number is eve's own; Moodle's, in what eve called the file, is somebody else's."""
    path = pack(tmp_path / "class.zip", "eve_3_33_Ann Lee_4312_assignsubmission_file_alpha.py")
    (submission,) = find([path], NAMES).submissions
    assert (submission.student, submission.number) == ("eve", "3")


def test_a_name_that_ends_like_a_number_takes_nobody_s_number(tmp_path):
    """`team_2` is a group's name on Canvas, and `3_alpha.py` a file's: the roster tells whose number it is."""
    lines = [("Lee, Ann", "2"), ("Li, Bo", "45"), ("Day, Cy", "7")]
    students = [{"Student": name, "ID": number, "Section": "A"} for name, number in lines]
    roster = Roster(["Student", "ID", "Section"], students, ",")
    names = ["team_2_45_16_alpha.py", "dayc_7_17_3_alpha.py", "leeann_2_18_7_beta.py", "libo_45_19_alpha.py"]
    result = find([pack(tmp_path / "class.zip", *names)], NAMES, roster=roster)
    taken = {(each.student, each.number): each.exercise for each in result.submissions}
    assert taken == {("dayc", "7"): "alpha", ("leeann", "2"): "beta", ("libo", "45"): "alpha", ("team_2", ""): "alpha"}
    students[0]["ID"] = "1"
    roster = Roster(["Student", "ID", "Section"], students, ",")
    (only,) = find([pack(tmp_path / "one.zip", names[0])], NAMES, roster=roster).submissions
    assert (only.student, only.number) == ("team_2", "45")


def test_who_has_no_group_on_moodle_is_read_as_well(tmp_path):
    pack(
        tmp_path / "class.zip", "Red_12_assignsubmission_file/alpha.py", "Default group_assignsubmission_file/alpha.py"
    )
    result = find([tmp_path / "class.zip"], NAMES)
    assert [(each.student, each.number) for each in result.submissions] == [("Default group", ""), ("Red", "12")]


def test_the_published_solutions_are_no_learner_s(tmp_path):
    lay(tmp_path / "class", "ann/alpha.py", "bob/alpha.py", "solutions/alpha.py", "venv/lib/alpha.py")
    assert set(found(tmp_path / "class")) == {("ann", "alpha"), ("bob", "alpha")}
    lay(tmp_path / "cy", "exercises/alpha.py", "solutions/alpha.py", "checker/checks/check_alpha.py")
    assert found(tmp_path / "cy") == {("cy", "alpha"): "# exercises/alpha.py\n"}
