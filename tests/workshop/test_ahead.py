"""What a script will want later is made in a second process, and by the script itself where that cannot be."""

import os
import time

import psutil
import pytest

from workshop.ahead import ALONE, Ahead


def make(path, text):
    if text == "fails":
        raise ValueError(text)
    if text == "takes long":
        path.with_suffix(".begun").write_text(str(os.getpid()))
        time.sleep(60)
    path.with_suffix(".new").write_text(f"{text} {os.getpid()} {os.environ['OMP_NUM_THREADS']}")
    path.with_suffix(".new").replace(path)


@pytest.fixture
def files(tmp_path):
    return [tmp_path / name for name in ("first", "second")]


def test_files_are_made_in_another_process_with_one_thread(files, monkeypatch):
    before = {name: os.environ.get(name) for name in ALONE}
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    with Ahead(make, [(path, path.name) for path in files]) as ahead:
        for path in files:
            ahead.wait(path)
            text, process, threads = path.read_text().split()
            assert text == path.name
            assert int(process) != os.getpid()
            assert threads == "1"
    assert {name: os.environ.get(name) for name in ALONE} == before | {"OMP_NUM_THREADS": "7"}


def test_what_is_there_is_not_made_again(files):
    for path in files:
        path.write_text("old")
    with Ahead(make, [(path, "new") for path in files]) as ahead:
        ahead.wait(files[0])
    assert [path.read_text() for path in files] == ["old", "old"]


def test_whoever_waits_for_what_cannot_be_made_is_not_kept_waiting(files, capfd):
    with Ahead(make, [(files[0], "fails"), (files[1], "second")]) as ahead:
        ahead.wait(files[0])
    assert not files[0].exists()
    assert capfd.readouterr().err == ""


def test_at_the_end_the_process_is_stopped(files):
    begun = files[0].with_suffix(".begun")
    with Ahead(make, [(files[0], "takes long")]):
        while not begun.exists() or not begun.read_text():
            time.sleep(0.05)
    assert not psutil.pid_exists(int(begun.read_text()))
    assert not files[0].exists()
