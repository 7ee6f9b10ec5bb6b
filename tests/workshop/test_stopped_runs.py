"""A run of many trainings that was stopped goes on by the same command, and with nothing else."""

import argparse
import json
import os
import subprocess
import sys

import pytest

from workshop import cli, runs, stopped
from workshop.pages import run as page


@pytest.fixture(autouse=True)
def nothing_left_open():
    yield
    runs.end(None)


@pytest.fixture
def script(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "toy.py"
    path.write_text("size = 3\n")
    return path


def begin(script, out=None, sizes=(1, 2), seed=0):
    return runs.Run("toy", argparse.Namespace(out=out, sizes=list(sizes), seed=seed), "few", script=script)


def test_the_same_command_goes_on_in_the_same_folder(script, capsys):
    first = begin(script)
    runs.end(KeyboardInterrupt())
    capsys.readouterr()
    again = begin(script)
    assert again.goes_on
    assert not first.goes_on
    assert again.folder == first.folder
    assert f"Going on with {first.folder}" in capsys.readouterr().out
    config = json.loads((again.folder / "config.json").read_text("utf-8"))
    assert config["sizes"] == [1, 2]
    assert "epochs" not in config


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("sizes", "began with another sizes"),
        ("seed", "began with another seed"),
        ("script", "began with another script"),
        ("finish", "came to its end"),
    ],
)
def test_whatever_is_not_the_same_begins_anew(script, change, why):
    first, options = begin(script), {}
    if change == "finish":
        first.finish(accuracy=1.0)
    elif change == "script":
        script.write_text("size = 4\n")
    else:
        options = {change: [3] if change == "sizes" else 1}
    other = begin(script, **options)
    assert other.folder != first.folder
    assert not other.goes_on
    with pytest.raises(runs.RunError, match=rf"is not empty, and a run overwrites nothing\. .*{why}"):
        begin(script, out=first.folder, **options)


def test_what_another_program_still_writes_is_left_to_it(script):
    first = begin(script)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        config = json.loads((first.folder / "config.json").read_text("utf-8"))
        config["process"] = other.pid
        config["started"] = "2999-01-01T00:00:00+00:00"
        (first.folder / "config.json").write_text(json.dumps(config))
        assert begin(script).folder != first.folder
        with pytest.raises(runs.RunError, match=f"still under way, in process {other.pid}"):
            begin(script, out=first.folder)
        other.communicate(b"\n")
    assert begin(script, out=first.folder).goes_on, "it has ended"


def test_a_later_process_of_the_same_number_is_not_the_run(script):
    first = begin(script)
    config = json.loads((first.folder / "config.json").read_text("utf-8"))
    config |= {"process": os.getppid(), "started": "2001-01-01T00:00:00+00:00"}  # before that process was there
    (first.folder / "config.json").write_text(json.dumps(config))
    assert begin(script).folder == first.folder


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"process": "x"}'])
def test_a_folder_of_something_else_is_no_run(script, content):
    (script.parent / "runs" / "toy-1").mkdir(parents=True)
    (script.parent / "runs" / "toy-1" / "config.json").write_text(content)
    assert not begin(script).goes_on


def test_ctrl_c_says_that_the_same_command_goes_on(script, capsys):
    def main(script):
        begin(script)
        raise KeyboardInterrupt

    for given, told in ((script, True), (None, False)):
        with pytest.raises(SystemExit):
            cli.run(lambda given=given: main(given))
        assert ("The same command goes on from there." in capsys.readouterr().err) is told


def test_the_page_counts_what_the_run_counts(script):
    run = begin(script)
    run.tell(0, 8, "training")
    assert "training 1 of 8" in (run.folder / page.NAME).read_text("utf-8")
    run.tell(2, 8, "training")
    text = (run.folder / page.NAME).read_text("utf-8")
    assert "25 %: training 3 of 8" in text
    assert "unknown epochs" not in text


def test_an_exercise_has_options_of_its_own(capsys):
    def options(parser):
        parser.add_argument("--sizes", nargs="+", type=cli.positive)

    assert cli.parse("Toy.", argv=["--sizes", "3", "4"], options=options).sizes == [3, 4]
    assert not hasattr(cli.parse("Toy.", argv=[]), "epochs")
    with pytest.raises(SystemExit):
        cli.parse("Toy.", argv=["--epochs", "3"])
    with pytest.raises(SystemExit):
        cli.parse("Toy.", argv=["--sizes", "0"], options=options)
    assert "expected 1 or more" in capsys.readouterr().err


def test_a_checksum_tells_an_edited_file(script):
    before = stopped.checksum(script)
    script.write_text("size = 4\n")
    assert stopped.checksum(script) != before
