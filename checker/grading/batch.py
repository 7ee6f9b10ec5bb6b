"""Grades many submissions: Dask's workers judge, and this process keeps a record of each as it comes.

Submissions travel to workers as bytes, and verdicts come back as plain data; only this process writes. So a worker may
die at any moment, and so may this process: what has a record is done, and the next run does the rest.
"""

import math
import os
import time
from collections import Counter

from checker.errors import MachineError, UsageError
from checker.exercises import by_name
from checker.grading import cluster, judging
from checker.grading.deadlines import handed_in
from checker.grading.records import Record
from checker.grading.verdicts import Verdict
from checker.sandbox import machine

STATIC_SECONDS = 2.0  # of CPU for the checks that don't train: 1.4 to 2.2, see docs/evidence/results.md
WAIT_SECONDS, LOOK_SECONDS = 0.02, 1  # between looks at what is done, and at whether anybody works
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
    cores = min(workers, machine.cores())
    if not train:
        return STATIC_SECONDS * len(waiting) / cores
    counts = Counter(each.exercise for each in waiting)
    # The reference's seconds are on two cores.
    seconds = sum((2 * by_name(name).training_seconds + STATIC_SECONDS) * count for name, count in counts.items())
    return seconds / machine.cores()


def reasons(found, kept):
    """Why submissions have no marks, the most frequent reason first, as lines of text.

    Args:
        found: submissions.
        kept: `checker.grading.records.Records`.
    """
    records = [kept.read(each.student, each.exercise) for each in found]
    told = Counter(record.verdict.broke.strip() if record else "" for record in records)
    return [f"{count} of them: {reason or 'not judged yet'}" for reason, count in told.most_common()]


def duration(seconds):
    """A duration as one says it: "40 s", "12 min", "3 h 20 min"."""
    if seconds < 90:
        return f"{max(math.ceil(seconds), 1)} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


def judge_all(connected, waiting, kept, train, trusted=False, judge=None, tell=print):
    """Judge submissions and keep a record of each, as they come.

    Args:
        connected: a `distributed.Client`.
        waiting: submissions.
        kept: `checker.grading.records.Records`.
        train: whether to run the checks that train.
        trusted: see `checker.grading.judging.judge`.
        judge: what judges; `checker.grading.judging.judge` where None.
        tell: called with a line of text, where workers are waited for.

    Yields:
        Each record, after it was written.

    Raises:
        UsageError: code cannot be confined where a worker runs.
        MachineError: the scheduler is gone, or a record cannot be written.
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
            key = f"{submission.exercise}-{number}-{os.urandom(4).hex()}"
            future = connected.submit(_plain, *task, key=key, pure=False)
            pending[future.key] = submission, content, seed
            coming.add(future)
            return

    look = cluster.Look(connected, tell)
    for _ in range(AHEAD * max(look.workers(), 1)):
        add()
    while pending:
        future = _next(coming, look)
        submission, content, seed = pending.pop(future.key)
        try:
            verdict = Verdict.from_json(future.result())
        except KilledWorker:
            verdict = Verdict(seed, broke="The workers that judged it died, one after the other.")
        except (FutureCancelledError, OSError) as error:
            raise look.gone(error) from None
        except UsageError:
            raise
        except Exception as error:  # of a worker's own making: this submission is not graded, the others are
            verdict = Verdict(seed, broke=f"{type(error).__name__}: {error}")
        future.release()
        names = submission.student, submission.exercise
        record = Record.of(*names, content, verdict, submission.number, handed_in(submission.place))
        try:
            kept.write(record)
        except OSError as error:
            raise MachineError(
                f"{error.filename or kept.folder} cannot be written: {error.strerror or error}. What is done is kept:"
                " make room, and the same command goes on with the rest."
            ) from None
        add()
        yield record


def _next(coming, look):
    """The next future that is done; meanwhile it is looked at whether anybody works."""
    looked = time.monotonic()
    while not coming.has_ready():
        time.sleep(WAIT_SECONDS)
        if time.monotonic() > looked + LOOK_SECONDS:
            look.workers()
            looked = time.monotonic()
    return next(coming)


def _plain(judge, *arguments):
    """What a worker does: it judges, and sends back plain data."""
    return judge(*arguments).as_json()
