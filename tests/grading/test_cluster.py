"""Dask's workers, here and elsewhere."""

import os
from contextlib import contextmanager
from dataclasses import replace

import pytest

from checker.errors import UsageError
from checker.grading import batch, grades, records, submissions
from checker.grading import cluster as machines
from tests.support import simulated_class
from tests.support.records import verdict


@contextmanager
def cluster():
    """A scheduler with a worker, as if on another machine."""
    from distributed import LocalCluster

    with LocalCluster(1, threads_per_worker=4, dashboard_address=None, processes=False, protocol="tcp://") as found:
        yield found


def stub(exercise, content, seed, train, trusted):
    return replace(verdict(points=simulated_class.points_of(content)), seed=seed)


def test_a_scheduler_s_workers_are_used(tmp_path):
    simulated_class.hand_in(tmp_path / "submitted", 20)
    found = submissions.find([tmp_path / "submitted"], [simulated_class.EXERCISE]).submissions
    kept = records.Records(tmp_path / "out")
    with cluster() as there, machines.client(False, scheduler=there.scheduler_address) as connected:
        done = list(batch.judge_all(connected, found, kept, False, judge=stub))
    assert len(done) == 20
    grades.write(kept, tmp_path / "out", [simulated_class.EXERCISE])
    simulated_class.all_there(tmp_path, 20)


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
    found = submissions.find([tmp_path / "submitted"], [simulated_class.EXERCISE]).submissions
    kept = records.Records(tmp_path / "out")
    with cluster() as there, machines.client(False, scheduler=there.scheduler_address) as connected:
        done = {record.student: record for record in batch.judge_all(connected, found, kept, False, judge=fails)}
        assert done["learner-0003"].verdict.broke == "RuntimeError: no space left"
        assert done["learner-0003"].verdict.score is None
        assert done["learner-0002"].verdict.score is not None
        assert [each.student for each in batch.to_do(found, kept, False)] == ["learner-0003"]
        simulated_class.hand_in(tmp_path / "more", 5)
        found = submissions.find([tmp_path / "more"], [simulated_class.EXERCISE]).submissions
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
