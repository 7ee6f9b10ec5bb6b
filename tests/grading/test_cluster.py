"""Dask's workers, here and elsewhere."""

import os
import re
from contextlib import contextmanager
from dataclasses import replace

import pytest

from checker.errors import MachineError, UsageError
from checker.grading import batch, grades, records, submissions
from checker.grading import cluster as machines
from tests.conftest import python
from tests.support import simulated_class
from tests.support.graded_class import NO_PAGES
from tests.support.records import verdict


@contextmanager
def cluster():
    """A scheduler with a worker, as if on another machine."""
    from distributed import LocalCluster

    with LocalCluster(1, threads_per_worker=4, processes=False, protocol="tcp://", **NO_PAGES) as found:
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


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        (OSError("Address removed."), None),
        (ModuleNotFoundError("No module named 'checker'"), "tcp://10.0.0.8:4000 cannot say which checker it has"),
        ("0123456789abcdef", "tcp://10.0.0.8:4000 has another version"),
    ],
)
def test_a_worker_that_leaves_while_it_is_asked_is_no_error_and_one_with_another_checker_is(answer, refused):
    class Connected:
        def run(self, function, on_error):
            assert on_error == "return"
            return {"tcp://10.0.0.7:4000": function(), "tcp://10.0.0.8:4000": answer}

    if refused:
        with pytest.raises(UsageError, match=refused):
            machines.compare(Connected())
    else:
        machines.compare(Connected())


def test_where_no_worker_is_that_is_said_and_waited_for(monkeypatch, tmp_path):
    from distributed import LocalCluster

    monkeypatch.setattr(machines, "QUIET_SECONDS", 0.5)
    monkeypatch.setattr(batch, "LOOK_SECONDS", 0.1)
    simulated_class.hand_in(tmp_path / "submitted", 2)
    found = submissions.find([tmp_path / "submitted"], [simulated_class.EXERCISE]).submissions
    kept, told = records.Records(tmp_path / "out"), []
    with LocalCluster(n_workers=0, processes=False, protocol="tcp://", **NO_PAGES) as there:

        def tell(line):
            told.append(line)
            if "No worker" in line:
                there.scale(1)
            elif len(told) == 2:
                there.scale(0)  # and once more, while submissions wait

        with machines.client(False, scheduler=there.scheduler_address, tell=tell) as connected:
            done = list(batch.judge_all(connected, found, kept, False, judge=stub, tell=tell))
    assert len(done) == 2
    assert f"dask worker {there.scheduler_address}" in told[0]
    assert told[1].startswith("Workers are there now")


def test_a_scheduler_that_dies_ends_in_a_line_and_the_rest_can_be_done_later(tmp_path, monkeypatch):
    monkeypatch.setattr(batch, "LOOK_SECONDS", 0.1)
    simulated_class.hand_in(tmp_path / "submitted", 9)
    found = submissions.find([tmp_path / "submitted"], [simulated_class.EXERCISE]).submissions
    kept, done = records.Records(tmp_path / "out"), []

    def grade(there):
        with machines.client(False, scheduler=there.scheduler_address) as connected:
            for record in batch.judge_all(connected, found, kept, False, judge=stub):
                done.append(record.student)
                if len(done) == 2:
                    there.close()

    with cluster() as there, pytest.raises(MachineError) as died:
        grade(there)
    assert "\n" not in str(died.value)
    assert "the same command goes on" in str(died.value)
    assert {each.student for each in batch.to_do(found, kept, False)} == {each.student for each in found} - set(done)


def test_a_record_that_cannot_be_written_ends_in_a_line(tmp_path, monkeypatch):
    simulated_class.hand_in(tmp_path / "submitted", 1)
    found = submissions.find([tmp_path / "submitted"], [simulated_class.EXERCISE]).submissions
    kept = records.Records(tmp_path / "out")

    def full(record):
        raise OSError(28, "No space left on device", "out/records/x.json")

    monkeypatch.setattr(kept, "write", full)
    told = r"out/records/x\.json cannot be written: No space left.*same command"
    with (
        cluster() as there,
        machines.client(False, scheduler=there.scheduler_address) as connected,
        pytest.raises(MachineError, match=told),
    ):
        list(batch.judge_all(connected, found, kept, False, judge=stub))


def test_workers_keep_no_profile_and_serve_no_pages():
    def told():
        import dask

        return [dask.config.get(f"distributed.{key}") for key in ("worker.profile.enabled", "worker.http.routes")]

    with machines.client(False, jobs=1) as connected:
        assert list(connected.run(told).values()) == [[False, []]]


def test_a_scheduler_as_the_guide_starts_it_serves_no_page(root, tmp_path):
    guide = (root / "docs" / "guides" / "grading-a-class.md").read_text("utf-8")
    routes = re.search(r"^export (DASK_DISTRIBUTED__SCHEDULER__HTTP__ROUTES=\S+)", guide, re.M)[1]
    name, _, value = routes.partition("=")
    text = (
        "import asyncio, urllib.error, urllib.request\n"
        "from distributed import Scheduler\n"
        "def status(url):\n"
        "    try:\n"
        "        return urllib.request.urlopen(url).status\n"
        "    except urllib.error.HTTPError as error:\n"
        "        return error.code\n"
        "async def main():\n"
        "    async with Scheduler(port=0, dashboard=False, dashboard_address='127.0.0.1:0') as scheduler:\n"
        "        base = f'http://127.0.0.1:{scheduler.http_server.port}'\n"
        "        for page in ('/', '/health', '/metrics', '/status', '/info/main/workers.html', '/json/counts.json'):\n"
        "            print(await asyncio.to_thread(status, base + page))\n"
        "asyncio.run(main())\n"
    )
    done = python("-c", text, cwd=tmp_path, env={name: value})
    assert done.stdout.split() == ["404"] * 6, done.stderr


def test_each_gpu_has_one_submission(monkeypatch):
    monkeypatch.setattr(machines, "gpus", lambda: [0, 1])
    assert machines.default_jobs(True) in (1, 2)  # as many as memory has room for
    with machines.client(True, jobs=2) as connected:
        shown = connected.run(os.getenv, "CUDA_VISIBLE_DEVICES")
    assert sorted(shown.values()) == ["0", "1"]
    with machines.client(False, jobs=1) as connected:
        assert list(connected.run(os.getenv, "CUDA_VISIBLE_DEVICES").values()) == ["-1"]
