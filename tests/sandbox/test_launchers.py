"""Workers that are started in advance."""

import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from checker.errors import CheckerError
from checker.sandbox import launchers
from tests.support.answers import check, lost, some_exercise

NAME = some_exercise().name


@pytest.mark.slow
@pytest.mark.parametrize("greeted", [False, True])
def test_a_worker_that_ended_before_it_was_asked_anything_costs_nobody_a_point(greeted, answer):
    launcher = launchers.launcher()
    launcher.prepare(2)
    for worker in launcher.ready:
        if greeted:  # whoever heard its first words takes it for one that is ready
            assert worker.versions
        process = psutil.Process(worker.pid)
        process.kill()
        # The signal is sent, and not obeyed yet: until then it is a worker like any other.
        with suppress(psutil.NoSuchProcess):
            while process.status() != psutil.STATUS_ZOMBIE:
                time.sleep(0.01)
    assert not lost(check(NAME, answer(NAME)))


def test_where_no_worker_lives_long_enough_the_checker_is_at_fault(monkeypatch):
    launcher = launchers.launcher()
    launch, launched = launcher._launch, []

    def dying(*arguments):
        pid, *more = launch(*arguments)
        launched.append(pid)
        psutil.Process(pid).kill()
        return pid, *more

    while launcher.ready:
        launcher.start().close()
    monkeypatch.setattr(launcher, "_launch", dying)
    with pytest.raises(CheckerError, match=r"did not start|before they are asked"):
        launcher.start()
    assert 1 < len(launched) < 10


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
def test_what_workers_are_forked_from_holds_little_of_the_libraries_that_it_has_loaded():
    launcher = launchers.launcher()
    launcher.start().close()  # now they are loaded
    lines = Path(f"/proc/{launcher._process.pid}/status").read_text().splitlines()
    held = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines if line.startswith("Rss")}
    assert held["RssAnon"] > 50e6  # Keras is there
    assert held["RssFile"] < 80e6  # 300 MB, were they kept
