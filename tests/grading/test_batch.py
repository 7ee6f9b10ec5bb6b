"""Whatever dies while a class is judged, nothing is lost or doubled."""

import json
import os
import random
import signal
import subprocess
import sys
import time

import psutil
import pytest

from checker.exercises import exercises
from checker.grading import batch
from tests.conftest import hear_ctrl_c
from tests.support import simulated_class
from tests.support.records import rows


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


@pytest.mark.slow
def test_killing_workers_and_runs_at_random_moments_loses_and_doubles_nothing(tmp_path):
    """Half of the runs are killed as a whole, after workers were; each that follows goes on where that one was."""
    count, chance, killed = 250, random.Random(7), 0
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
    simulated_class.all_there(tmp_path, count)


@pytest.mark.slow
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
    simulated_class.all_there(tmp_path, 100)


@pytest.mark.parametrize(("seconds", "told"), [(0, "1 s"), (41, "41 s"), (600, "10 min"), (20_000, "5 h 33 min")])
def test_durations_as_one_says_them(seconds, told):
    assert batch.duration(seconds) == told


def test_estimates_grow_with_the_class_and_shrink_with_workers():
    class One:  # of the exercise that trains longest
        exercise = max(exercises(), key=lambda exercise: exercise.training_seconds).name

    few, many = batch.estimate([One] * 10, True, 1), batch.estimate([One] * 300, True, 1)
    assert many == pytest.approx(30 * few)
    assert many * (os.cpu_count() or 1) / 2 > 3 * 3600  # hours on two cores, as one is told before it starts
    assert batch.estimate([One] * 10, False, 1) >= batch.estimate([One] * 10, False, 2)
