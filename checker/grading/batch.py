"""Grades many submissions: Dask's workers judge, and this process keeps a record of each as it comes.

Submissions travel to workers as bytes, and verdicts come back as plain data; only this process writes. So a worker may
die at any moment, and so may this process: what has a record is done, and the next run does the rest.
"""

import math
import os
import re
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import psutil

from checker.errors import CheckerError, UsageError
from checker.exercises import by_name
from checker.grading import judging, records

STATIC_SECONDS = 2.0  # of CPU for the checks that don't train: 1.4 to 2.2, see docs/results.md
WORKER_MEMORY = 2e9  # bytes; TensorFlow, a prepared worker, and what a submission needs
JOIN_SECONDS = 60  # for a worker to join the scheduler
STARTS = 3  # times that workers are started, before it is given up
AHEAD = 3  # submissions that wait at each worker; more only fill memory


def to_do(found, kept, train):
    """The submissions without a record that holds.

    Args:
        found: submissions.
        kept: `checker.grading.records.Records`.
        train: whether the record is to hold verdicts of checks that train.
    """
    waiting = []
    for submission in found:
        content, _ = submission.read()
        if kept.current(submission.student, submission.exercise, content, train) is None:
            waiting.append(submission)
    return waiting


def estimate(waiting, train, workers):
    """Seconds that a pass takes on this machine: `workers` at a time, never more than it has cores."""
    cores = min(workers, os.cpu_count() or 1)
    if not train:
        return STATIC_SECONDS * len(waiting) / cores
    counts = Counter(each.exercise for each in waiting)
    # The reference's seconds are on two cores.
    seconds = sum((2 * by_name(name).training_seconds + STATIC_SECONDS) * count for name, count in counts.items())
    return seconds / (os.cpu_count() or 1)


def duration(seconds):
    """A duration as one says it: "40 s", "12 min", "3 h 20 min"."""
    if seconds < 90:
        return f"{max(math.ceil(seconds), 1)} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


def gpus():
    """The numbers of NVIDIA's GPUs on this machine."""
    names = [path.name.removeprefix("nvidia") for path in Path("/dev").glob("nvidia*")]
    return sorted(int(name) for name in names if name.isdigit())


def default_jobs(train):
    """How many workers this machine has room for; training takes two cores, or a GPU, each."""
    cores = os.cpu_count() or 1
    room = max(int(psutil.virtual_memory().total // WORKER_MEMORY), 1)
    return min(len(gpus()) or max(cores // 2, 1) if train else cores, room)


@contextmanager
def client(train, jobs=None, scheduler=None):
    """A `distributed.Client` with workers, one submission at a time each.

    Args:
        train: whether they are to train; then there is one for each GPU, where there are GPUs.
        jobs: how many workers there are on this machine; as many as it has room for where None.
        scheduler: the address of a scheduler that is there already, whose workers are taken as they are.

    Raises:
        UsageError: the scheduler cannot be reached, or has no workers.
    """
    import dask
    from distributed import Client, Nanny, Scheduler, Security, SpecCluster

    if scheduler:
        if not re.fullmatch(r"([a-z]+://)?[^\s/]+:\d+", scheduler):
            raise UsageError(f"{scheduler} is no address of a scheduler.\nExpected one such as tls://10.0.0.5:8786.")
        try:
            connected = Client(scheduler, timeout=15, set_as_default=False)
        except (OSError, ValueError, TypeError, ImportError) as error:
            raise UsageError(
                f"The scheduler {scheduler} cannot be reached ({error}).\n"
                "Expected an address such as tls://10.0.0.5:8786; for TLS, Dask must know your certificates."
            ) from None
        with connected:
            try:
                connected.wait_for_workers(1, timeout=JOIN_SECONDS)
            except TimeoutError:
                raise UsageError(
                    f"No worker has joined {scheduler} within {JOIN_SECONDS} s.\nStart one: dask worker {scheduler}"
                ) from None
            _compare(connected)
            yield connected
        return
    jobs = jobs or default_jobs(train)
    chosen = gpus() if train else []
    # Others on this machine could give work to a scheduler that asks for no certificate.
    security = Security.temporary()
    common = {"host": "127.0.0.1", "protocol": "tls://", "security": security, "dashboard": False}
    workers = {}
    for number in range(jobs):
        shown = str(chosen[number % len(chosen)]) if chosen else "-1" if not train else None
        environment = {"CUDA_VISIBLE_DEVICES": shown} if shown is not None else {}
        # Memory is watched where it counts, in the confined process; a nanny would only end a worker that waits.
        options = {"nthreads": 1, "memory_limit": 0, "env": environment, "silence_logs": 50, **common}
        workers[number] = {"cls": Nanny, "options": options}
    scheduler = {"cls": Scheduler, "options": {"port": 0, "dashboard_address": "127.0.0.1:0", **common}}
    # By default a worker's process has a few seconds to import all this, which two busy cores may not give it.
    # No web page: it would be open to others on this machine.
    settings = {"distributed.comm.timeouts.connect": "120s", "distributed.scheduler.http.routes": []}
    with dask.config.set(settings):
        for attempt in reversed(range(STARTS)):
            try:
                cluster = SpecCluster(workers, scheduler, security=security, silence_logs=50)
                break
            except RuntimeError as error:  # a worker that dies while it starts, by whosever hand, takes all with it
                if not attempt:
                    raise CheckerError(f"The workers do not start: {error}") from None
        with cluster, Client(cluster, security=security, set_as_default=False) as connected:
            yield connected


def _compare(connected):
    """Refuse workers with another checker."""
    for address, theirs in connected.run(judging.version).items():
        if theirs != judging.version():
            raise UsageError(
                f"The worker at {address} has another version of the checker, so its marks would be other ones.\n"
                "Install the same one there."
            )


def judge_all(connected, waiting, kept, train, trusted=False, judge=None):
    """Judge submissions and keep a record of each, as they come.

    Args:
        connected: a `distributed.Client`.
        waiting: submissions.
        kept: `checker.grading.records.Records`.
        train: whether to run the checks that train.
        trusted: see `checker.grading.judging.judge`.
        judge: what judges; `checker.grading.judging.judge` where None.

    Yields:
        Each record, after it was written.

    Raises:
        UsageError: code cannot be confined where a worker runs.
        CheckerError: the scheduler is gone.
    """
    from distributed import as_completed
    from distributed.client import FutureCancelledError
    from distributed.scheduler import KilledWorker

    queue, pending, coming = iter(enumerate(waiting)), {}, as_completed(loop=connected.loop)

    def add():
        for number, submission in queue:
            content, reason = submission.read()
            seed = kept.seed(submission.exercise, content)
            if reason:
                task = judging.unreadable, submission.exercise, reason, seed
            else:
                task = judge or judging.judge, submission.exercise, content, seed, train, trusted
            # A key of its own: what came of a submission is never taken from another's.
            future = connected.submit(*task, key=f"{submission.exercise}-{number}-{os.urandom(4).hex()}", pure=False)
            pending[future.key] = submission, content, seed
            coming.add(future)
            return

    for _ in range(AHEAD * max(len(connected.scheduler_info(n_workers=-1)["workers"]), 1)):
        add()
    while pending:
        future = next(coming)
        submission, content, seed = pending.pop(future.key)
        try:
            verdict = future.result()
        except KilledWorker:
            verdict = judging.blank(seed, broke="The workers that judged it died, one after the other.")
        except (FutureCancelledError, OSError) as error:
            raise CheckerError(f"The scheduler is gone ({error}). What is done is kept.") from None
        except UsageError:
            raise
        except Exception as error:  # of a worker's own making: this submission is not graded, the others are
            verdict = judging.blank(seed, broke=f"{type(error).__name__}: {error}")
        future.release()
        record = _record(submission, content, verdict)
        kept.write(record)
        add()
        yield record


def _record(submission, content, verdict):
    return records.make(submission.student, submission.exercise, content, verdict) | {"number": submission.number}
