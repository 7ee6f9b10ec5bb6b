"""A class is graded: records that survive anything, marks as CSV, the class page, Dask's workers."""

import csv
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
import zipfile
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from checker.errors import UsageError
from checker.exercises import by_name
from checker.grading import batch, class_page, grades, judging, records, rosters, similarity, submissions
from checker.grading import cluster as machines
from checker.run.session import run
from tests.conftest import hear_ctrl_c, need_confinement
from tests.support import simulated_class
from tests.support.answers import ANSWERS, compose

CONTENT = b"def prepare(images, labels):\n    return images, labels\n"


def grade(*arguments, ok=0):
    """Run the command as one types it; what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "checker", "grade", *map(str, arguments)], capture_output=True, text=True, timeout=600
    )
    assert done.returncode == ok, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    return done.stdout + done.stderr


def verdict(points=100, complete=True, broke="", **more):
    """A verdict as `judge` gives it, without judging."""
    made = judging.unreadable("mnist", "a stub", 1) | {"complete": complete, "broke": broke}
    made["report"]["score"] = points
    return made | more


def keep(kept, student, content=CONTENT, number="", **more):
    seed = kept.seed("mnist", content)
    record = records.make(student, "mnist", content, verdict(**more) | {"seed": seed}) | {"number": number}
    kept.write(record)
    return record


# Records


def test_a_record_holds_for_this_file_and_this_checker_only(tmp_path, monkeypatch):
    kept = records.Records(tmp_path)
    keep(kept, "ann")
    assert kept.current("ann", "mnist", CONTENT, train=True)
    assert records.Records(tmp_path).current("ann", "mnist", CONTENT, train=True)  # another run finds the same key
    assert kept.current("ann", "mnist", CONTENT + b"#", train=True) is None
    assert kept.current("bob", "mnist", CONTENT, train=True) is None
    monkeypatch.setattr(judging, "version", lambda: "another")
    assert kept.current("ann", "mnist", CONTENT, train=True) is None


def test_what_is_not_final_is_graded_again(tmp_path):
    kept = records.Records(tmp_path)
    keep(kept, "ann", broke="out of disk")
    assert kept.current("ann", "mnist", CONTENT, train=False) is None
    record = keep(kept, "ann", complete=False)
    assert kept.current("ann", "mnist", CONTENT, train=False)
    assert kept.current("ann", "mnist", CONTENT, train=True) is None
    assert records.score(record) is None
    kept.path("ann", "mnist").write_text('{"format": 1, "stud', encoding="utf-8")
    assert kept.current("ann", "mnist", CONTENT, train=False) is None
    assert list(kept) == []


def test_seeds_are_the_same_for_the_same_file_and_known_to_nobody_without_the_key(tmp_path):
    kept, other = records.Records(tmp_path / "a"), records.Records(tmp_path / "b")
    assert kept.seed("mnist", CONTENT) == records.Records(tmp_path / "a").seed("mnist", CONTENT)
    seeds = {
        kept.seed("mnist", CONTENT),
        kept.seed("cnn", CONTENT),
        kept.seed("mnist", CONTENT + b"#"),
        other.seed("mnist", CONTENT),
    }
    assert len(seeds) == 4
    assert all(0 <= seed < 2**32 for seed in seeds)
    assert (tmp_path / "a" / "key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "student",
    [
        "ann",
        "Jörg Müller",
        "a/../../b",
        "..",
        ".",
        "x" * 300,
        "nul\0"[:3],
        "a\nb",
        os.fsdecode(b"\xff\xfe"),
        "CON",
        "50%",
    ],
)
def test_any_name_has_a_record_of_its_own(student, tmp_path):
    kept = records.Records(tmp_path / "out")
    keep(kept, student)
    keep(kept, "x" * 299 + "y")
    assert kept.read(student, "mnist")["student"] == student
    assert {path.parent for path in (tmp_path / "out").rglob("*.json")} == {tmp_path / "out" / "records" / "mnist"}
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        records.Records(tmp_path / "file" / "out")


# Marks


def rows(path, delimiter=","):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def test_marks_tell_what_is_final(tmp_path):
    kept = records.Records(tmp_path)
    keep(kept, "ann", points=80)
    keep(kept, "bob", points=70, complete=False)
    keep(kept, "cat", broke="out of disk")
    keep(kept, '=HYPERLINK("http://x")', points=0)
    grades.write(kept, tmp_path, ["mnist", "cnn"])
    found = {row["student"]: (row["score"], row["state"]) for row in rows(tmp_path / "grades.csv")}
    assert found == {
        "ann": ("80", "final"),
        "bob": ("", "training to come"),
        "cat": ("", "the checker broke"),
        '\'=HYPERLINK("http://x")': ("0", "final"),  # text for a spreadsheet, no formula
    }


CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Quiz (1),mnist (8812),Current Score
    Points Possible,,,,,10,100,(read only)
"Doe, Jane",4312,u1,jdoe,A,7,,70
"Müller, Jörg",4313,u2,jm,A,8,,80
"Absent, Al",4314,u3,aa,B,9,55,90
"""
MOODLE = (
    "\ufeffFirst name;Last name;ID number;Email address;Assignment: mnist (Real)\n"
    "Jane;Doe;17;jane@x.edu;-\nJörg;Müller;18;jm@x.edu;-\nAl;Absent;19;al@x.edu;-\n"
)


def test_the_table_that_canvas_exports_is_filled_in(tmp_path):
    kept = records.Records(tmp_path)
    keep(kept, "doejane", number="4312", points=91)
    keep(kept, "müllerjörg", points=64)  # by the name that Canvas makes of it
    keep(kept, "stranger", points=3)
    (tmp_path / "roster.csv").write_text(CANVAS, encoding="utf-8")
    roster = rosters.read_roster(tmp_path / "roster.csv")
    _, notes = grades.write(kept, tmp_path, ["mnist", "cnn"], roster)
    found = rows(tmp_path / "canvas.csv")
    assert list(found[0]) == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "mnist (8812)"]
    assert [row["mnist (8812)"] for row in found] == ["100", "91", "64", "55"]
    assert found[0]["Student"] == "    Points Possible"
    assert any("stranger" in note for note in notes)
    assert any("Absent, Al handed in nothing" in note for note in notes)


def test_the_table_that_moodle_exports_is_filled_in(tmp_path):
    kept = records.Records(tmp_path)
    keep(kept, "Jane Doe", number="555", points=91)
    keep(kept, "JM@x.edu", points=64, content=CONTENT + b"#")
    (tmp_path / "roster.csv").write_text(MOODLE, encoding="utf-8")
    _, notes = grades.write(kept, tmp_path, ["mnist"], rosters.read_roster(tmp_path / "roster.csv"))
    found = rows(tmp_path / "moodle.csv", ";")
    assert [row["Assignment: mnist (Real)"] for row in found] == ["91", "64", "-"]
    assert list(found[0]) == ["First name", "Last name", "ID number", "Email address", "Assignment: mnist (Real)"]
    assert notes == ["19 handed in nothing."] or any("handed in nothing" in note for note in notes)


def test_two_submissions_of_one_learner_are_told(tmp_path):
    kept = records.Records(tmp_path)
    keep(kept, "Jane Doe", points=91)
    keep(kept, "jane@x.edu", points=10)
    (tmp_path / "roster.csv").write_text(MOODLE, encoding="utf-8")
    _, notes = grades.write(kept, tmp_path, ["mnist"], rosters.read_roster(tmp_path / "roster.csv"))
    assert any("are the same in the roster" in note for note in notes)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no column"),
        (b"colour,size\n1,2\n", "no column that names learners"),
        (b"name\nJ\xf6rg\n", "UTF-8"),
        (None, "cannot be read"),
    ],
)
def test_a_bad_roster_is_told(content, told, tmp_path):
    if content is not None:
        (tmp_path / "roster.csv").write_bytes(content)
    with pytest.raises(UsageError, match=told):
        rosters.read_roster(tmp_path / "roster.csv")


# Likeness and the class page


def test_copies_are_found_and_others_are_not():
    skeleton = similarity.fingerprints(by_name("mnist").skeleton.read_bytes())
    solution = by_name("mnist").solution.read_bytes()
    own = {path.stem: path.read_bytes() for path in sorted((ANSWERS / "mnist" / "wheat").glob("*.py"))}
    files = {name: similarity.fingerprints(content) for name, content in own.items()}
    files["published"] = similarity.fingerprints(solution)
    files["indented"] = similarity.fingerprints(solution.replace(b"    ", b"  ").replace(b"# ", b"#  "))
    files["one line more"] = similarity.fingerprints(solution + b"\nx = 1\n")
    files["skeleton"] = skeleton
    same, pairs = similarity.alike(files, skeleton)
    assert ["indented", "published"] in [sorted(names) for names in same]
    assert [pair[:2] for pair in pairs if "one line more" in pair]
    assert not [pair for pair in pairs if not set(pair[:2]) & {"published", "indented", "one line more"}]
    assert set(similarity.copies(files, similarity.fingerprints(solution), skeleton)) == {
        "published",
        "indented",
        "one line more",
    }


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"def (", b"'''" * 3, b"(" * 100_000, b"x = 1\n" * 100_000])
def test_fingerprints_of_anything(content):
    assert len(similarity.fingerprints(content)) <= similarity.MOST


def test_thousands_of_copies_are_one_group():
    content = by_name("mnist").solution.read_bytes()
    numbers = similarity.fingerprints(content)
    files = {f"learner {number}": numbers for number in range(3000)}
    same, pairs = similarity.alike(files, similarity.fingerprints(by_name("mnist").skeleton.read_bytes()))
    assert (len(same), len(same[0]), pairs) == (1, 3000, [])


@pytest.fixture
def a_class(tmp_path):
    kept = records.Records(tmp_path)
    for number in range(5):
        keep(kept, f"<b>learner</b> {number}", points=20 * number, hides=["ctypes, line 3"] * (number == 2))
    keep(kept, "unlucky", broke="out of disk")
    return kept


def test_the_class_page_tells_and_stands_alone(a_class, tmp_path):
    class_page.write(a_class, tmp_path / "class.html", ["mnist", "cnn"])
    page = (tmp_path / "class.html").read_text("utf-8")
    assert "<b>learner" not in page
    assert "&lt;b&gt;learner&lt;/b&gt; 2" in page
    assert "ctypes, line 3" in page
    assert "6 handed in, 0 with all points, median 40 of 100; 1 not graded" in page
    assert "out of disk" in page
    assert not re.search(r"(src|href)=|https?://|<script", page)


def test_the_class_page_leaves_names_out(a_class, tmp_path):
    class_page.write(a_class, tmp_path / "class.html", ["mnist"], anonymous=True)
    page = (tmp_path / "class.html").read_text("utf-8")
    assert "unlucky" not in page
    assert "&lt;b&gt;" not in page
    assert re.search(r"learner [1-6]\b", page)


# The command


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class of answers of many kinds, graded with training: `(folder of submissions, folder of results)`."""
    need_confinement()
    folder = tmp_path_factory.mktemp("class")
    skeleton = by_name("mnist").skeleton.read_text("utf-8")
    texts = {
        "right": compose("mnist", ""),
        "wheat": compose("mnist", (ANSWERS / "mnist" / "wheat" / "functional.py").read_text("utf-8")),
        "chaff": compose("mnist", (ANSWERS / "mnist" / "chaff" / "softmax_at_the_end.py").read_text("utf-8")),
        "skeleton": skeleton,
        "exits": "import os\nos._exit(0)\n",
        "prints": compose("mnist", "print('\\x1b[2J' + 'x' * 10000)\n"),
    }
    for student, text in texts.items():
        path = folder / "submitted" / student / "mnist.py"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    (folder / "submitted" / "link").mkdir()
    (folder / "submitted" / "link" / "mnist.py").symlink_to(by_name("mnist").solution)
    said = grade(folder / "submitted", "--out", folder / "out")
    assert "Handed in: 7 mnist." in said
    assert re.search(r"wait for the checks that don't train: about \d+ s", said)
    return folder / "submitted", folder / "out"


@pytest.mark.confinement
def test_marks_are_those_of_a_single_run(graded):
    submitted, out = graded
    found = {row["student"]: row["score"] for row in rows(out / "grades.csv")}
    assert found.pop("link") == "0"
    for student, score in found.items():
        record = records.Records(out).read(student, "mnist")
        there = run([by_name("mnist")], file=submitted / student / "mnist.py", seed=record["seed"]).results
        assert float(score) == sum(result.score for result in there), student
        shown = {test["extra_data"]["check"]: test["extra_data"]["outcome"] for test in record["report"]["tests"]}
        assert shown == {result.check: result.outcome for result in there}, student
    assert found["right"] == found["wheat"] == found["prints"] == "100"
    assert found["skeleton"] == found["exits"] == "0"
    assert 0 < float(found["chaff"]) < 100


@pytest.mark.confinement
def test_a_record_tells_how_to_repeat_it(graded):
    record = records.Records(graded[1]).read("chaff", "mnist")
    assert record["level"] == "class"
    assert record["machine"]["cpus"] == os.cpu_count()
    assert set(record["report"]["extra_data"]["versions"]) >= {"python", "keras", "tensorflow", "numpy"}
    assert record["report"]["extra_data"]["seconds"] > 0
    page = (graded[1] / "reports" / "mnist" / "chaff.html").read_text("utf-8")
    assert "logits" in page
    assert "/tmp" not in page
    right = records.Records(graded[1]).read("right", "mnist")["report"]["extra_data"]["figures"]["mnist"]
    assert right["parameters"] == 266_610
    assert right["accuracy"] > 0.9
    assert 0 < right["loss"] < 1


@pytest.mark.confinement
def test_the_next_run_has_nothing_to_do_but_for_what_changed(graded, tmp_path):
    submitted, out = graded
    kept = records.Records(out)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.json")}
    said = grade(submitted, "--out", out)
    assert said.count("Nothing to do") == 2
    assert before == {path: path.stat().st_mtime_ns for path in out.rglob("*.json")}
    path = submitted / "skeleton" / "mnist.py"
    path.write_text(path.read_text("utf-8") + "\n# changed\n", encoding="utf-8")
    assert "1 wait for the checks that don't train" in grade(submitted, "--out", out)
    changed = [path for path in before if path.stat().st_mtime_ns != before[path]]
    assert changed == [kept.path("skeleton", "mnist")]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere"], "There is no nowhere"),
        ([], "Name the folder"),
        (["{class}", "--exercise", "mnits"], "There is no exercise called 'mnits'"),
        (["{class}", "--roster", "missing.csv"], "cannot be read"),
        (["{class}", "--course", "{class}"], "is no course"),
        (["{class}", "--jobs", "0"], "takes a number from 1"),
        (["{class}", "--scheduler", "tcp://127.0.0.1:9"], "cannot be reached"),
        (["{class}", "--scheduler", "nonsense"], "is no address"),
    ],
)
def test_wrong_usage_is_told_and_nothing_is_graded(arguments, told, tmp_path):
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann" / "mnist.py").write_bytes(CONTENT)
    arguments = [argument.replace("{class}", str(tmp_path)) for argument in arguments]
    assert told in grade(*arguments, "--out", tmp_path / "out", ok=2)
    assert not list(tmp_path.rglob("*.json"))


# Whatever dies


def simulated(folder, seconds):
    command = [sys.executable, simulated_class.__file__, folder / "submitted", folder / "out", str(seconds)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, preexec_fn=hear_ctrl_c
    )


def children(process):
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.Error:
        return []


def all_there(folder, count):
    found = rows(folder / "out" / "grades.csv")
    assert len(found) == len({row["student"] for row in found}) == count
    for row in found:
        content = (folder / "submitted" / row["student"] / "mnist.py").read_bytes()
        assert int(row["score"]) == simulated_class.points_of(content)
    assert not [path for path in (folder / "out").rglob("*") if path.name.startswith(".")], "half-written files"


def test_killing_workers_and_runs_at_random_moments_loses_and_doubles_nothing(tmp_path):
    """Half of the runs are killed as a whole, after workers were; each that follows goes on where that one was."""
    count, chance, killed = 150, random.Random(7), 0
    simulated_class.hand_in(tmp_path / "submitted", count)
    for attempt in range(12):
        process = simulated(tmp_path, 0.04)
        end = time.monotonic() + chance.uniform(2.5, 6)
        while time.monotonic() < end and process.poll() is None:
            time.sleep(0.4)
            living = children(process)
            if living and chance.random() < 0.2:
                chance.choice(living).kill()
        if process.poll() is None and attempt < 10:
            process.kill()
            killed += 1
        told = process.communicate(timeout=120)[0]
        if process.returncode == 0:
            break
        assert process.returncode in (-9, 3), told
        for path in (tmp_path / "out" / "records").rglob("*.json"):
            json.loads(path.read_text("utf-8"))
    assert process.returncode == 0, told
    assert killed >= 2
    for path in (tmp_path / "out").rglob(".*"):
        path.unlink()  # what a killed run was writing just then
    all_there(tmp_path, count)


def test_ctrl_c_keeps_what_is_done(tmp_path):
    simulated_class.hand_in(tmp_path / "submitted", 100)
    process = simulated(tmp_path, 0.1)
    while len(list((tmp_path / "out").rglob("*.json"))) < 5:
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    told = process.communicate(timeout=60)[0]
    assert process.returncode == 3
    assert "Stopped. What is done is kept" in told
    assert "Traceback" not in told
    done = len(list((tmp_path / "out" / "records").rglob("*.json")))
    assert 5 <= done < 100
    assert len(rows(tmp_path / "out" / "grades.csv")) == done
    again = simulated(tmp_path, 0.0)
    assert f"{100 - done} wait for" in again.communicate(timeout=120)[0]
    all_there(tmp_path, 100)


# Dask


@contextmanager
def cluster():
    """A scheduler with a worker, as if on another machine."""
    from distributed import LocalCluster

    with LocalCluster(1, threads_per_worker=4, dashboard_address=None, processes=False, protocol="tcp://") as found:
        yield found


def stub(exercise, content, seed, train, trusted):
    # Nothing that parses: workers are threads here, and Python 3.11 cannot parse in two at once.
    return judging.blank(seed, complete=True, report={"score": simulated_class.points_of(content), "tests": []})


def test_a_scheduler_s_workers_are_used(tmp_path):
    simulated_class.hand_in(tmp_path / "submitted", 20)
    found = submissions.find([tmp_path / "submitted"], ["mnist"]).submissions
    kept = records.Records(tmp_path / "out")
    with cluster() as there, machines.client(False, scheduler=there.scheduler_address) as connected:
        done = list(batch.judge_all(connected, found, kept, False, judge=stub))
    assert len(done) == 20
    grades.write(kept, tmp_path / "out", ["mnist"])
    all_there(tmp_path, 20)


def test_workers_with_another_checker_are_refused(monkeypatch):
    with cluster() as there:
        from distributed import Client

        with Client(there, set_as_default=False) as client:
            monkeypatch.setattr(client, "run", lambda function: {"tcp://elsewhere": "another"})
            with pytest.raises(UsageError, match="tcp://elsewhere has another version"):
                machines.compare(client)


def fails(exercise, content, seed, train, trusted):
    if b"0003" in content:
        raise RuntimeError("no space left")
    if b"0004" in content:
        raise UsageError("cannot be confined here")
    return stub(exercise, content, seed, train, trusted)


def test_what_breaks_in_a_worker_is_no_mark(tmp_path):
    simulated_class.hand_in(tmp_path / "submitted", 4)
    found = submissions.find([tmp_path / "submitted"], ["mnist"]).submissions
    kept = records.Records(tmp_path / "out")
    with cluster() as there, machines.client(False, scheduler=there.scheduler_address) as connected:
        done = {record["student"]: record for record in batch.judge_all(connected, found, kept, False, judge=fails)}
        assert done["learner-0003"]["broke"] == "RuntimeError: no space left"
        assert records.score(done["learner-0003"]) is None
        assert records.score(done["learner-0002"]) is not None
        assert [each.student for each in batch.to_do(found, kept, False)] == ["learner-0003"]
        simulated_class.hand_in(tmp_path / "more", 5)
        found = submissions.find([tmp_path / "more"], ["mnist"]).submissions
        with pytest.raises(UsageError, match="cannot be confined"):  # so it is everywhere: nothing is graded unconfined
            list(batch.judge_all(connected, found, kept, False, judge=fails))


def test_each_gpu_has_one_submission(monkeypatch):
    monkeypatch.setattr(machines, "gpus", lambda: [0, 1])
    assert machines.default_jobs(True) in (1, 2)  # as many as memory has room for
    with machines.client(True, jobs=2) as connected:
        shown = connected.run(os.getenv, "CUDA_VISIBLE_DEVICES")
    assert sorted(shown.values()) == ["0", "1"]
    with machines.client(False, jobs=1) as connected:
        assert list(connected.run(os.getenv, "CUDA_VISIBLE_DEVICES").values()) == ["-1"]


@pytest.mark.confinement
def test_the_guide_s_commands_work(root, tmp_path):
    """Every command of docs/guides/grading-a-class.md that is not another system's, in its order, as one types them."""
    need_confinement()
    blocks = re.findall(
        r"^```sh\n(.*?)^```", (root / "docs" / "guides" / "grading-a-class.md").read_text("utf-8"), re.M | re.S
    )
    assert len(blocks) == 3
    with zipfile.ZipFile(tmp_path / "handed-in.zip", "w") as archive:
        archive.writestr("ann/mnist.py", by_name("mnist").skeleton.read_text("utf-8"))
        archive.writestr("bob.py", "")
    (tmp_path / "gradebook.csv").write_text("Full name,Email address\nAnn,ann\n", encoding="utf-8")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    script = "set -e\ntrap 'kill -9 $(jobs -p) || true' EXIT\n" + "".join(blocks).replace("8786", str(port))
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=os.environ | {"PATH": path}, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert rows(tmp_path / "grades" / "moodle.csv") == [{"Full name": "Ann", "Email address": "ann", "mnist": "0"}]
    assert rows(tmp_path / "grades-2" / "grades.csv")[0]["score"] == "0"
    assert "on the workers of tls://127.0.0.1" in done.stdout


@pytest.mark.parametrize(("seconds", "told"), [(0, "1 s"), (41, "41 s"), (600, "10 min"), (20_000, "5 h 33 min")])
def test_durations_as_one_says_them(seconds, told):
    assert batch.duration(seconds) == told


def test_estimates_grow_with_the_class_and_shrink_with_workers():
    class One:
        exercise = "dcgan"

    few, many = batch.estimate([One] * 10, True, 1), batch.estimate([One] * 300, True, 1)
    assert many == pytest.approx(30 * few)
    assert many * (os.cpu_count() or 1) / 2 > 3 * 3600  # hours on two cores, as one is told before it starts
    assert batch.estimate([One] * 10, False, 1) >= batch.estimate([One] * 10, False, 2)


def test_names_of_results_folder_are_not_taken_for_submissions(tmp_path):
    """Grading `.` with the default folder for results must not grade its own pages."""
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann" / "mnist.py").write_bytes(CONTENT)
    keep(records.Records(tmp_path / "grades"), "ann")
    found = submissions.find([tmp_path], ["mnist"])
    assert [each.student for each in found.submissions] == ["ann"]
    assert Path(found.submissions[0].place) == tmp_path / "ann" / "mnist.py"
