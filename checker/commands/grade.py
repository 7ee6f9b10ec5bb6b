"""Grade what a class handed in: confined, many at a time, and going on where it was stopped."""

import argparse
import contextlib
import time
from pathlib import Path

from checker.errors import MachineError, UsageError
from checker.exercises import by_name, exercises
from checker.grading import (
    batch,
    cluster,
    feedback,
    finish,
    gradebooks,
    handouts,
    judging,
    rosters,
    sheets,
    submissions,
)
from checker.grading import regrade as regrading
from checker.grading.records import Records
from checker.outcomes import STATUS_ERROR, STATUS_PASSED
from checker.text import readable

NOTES = 1000  # that are printed: who is not graded is named
QUIET_SECONDS = 30  # between two lines about progress, where no terminal can show a bar


def main(argv):
    """Grade what was typed; returns the exit status."""
    parser = argparse.ArgumentParser("python -m checker grade", description=__doc__)
    parser.add_argument(
        "submissions", metavar="SUBMISSIONS", nargs="*", help="folders and zip files (default: the course's submitted/)"
    )
    parser.add_argument("--course", metavar="DIR", help="enter the marks into this course's gradebook, too")
    parser.add_argument("--out", metavar="DIR", help="for records, marks and pages (default: grades/, in the course)")
    parser.add_argument("--exercise", metavar="NAME", action="append", help="only this one; may be given again")
    parser.add_argument("--student", metavar="NAME", action="append", help="judge only this one; may be given again")
    parser.add_argument("--force", action="store_true", help="judge graded answers again; the new grades wait")
    decide = parser.add_mutually_exclusive_group()
    decide.add_argument("--accept", action="store_true", help="let the waiting grades count; judge nothing")
    decide.add_argument("--discard", action="store_true", help="throw the waiting grades away; judge nothing")
    parser.add_argument(
        "--rename",
        metavar="NAME=EXERCISE.py",
        action="append",
        default=[],
        help="grade files of another name, such as 'exercise1.py=NAME.py'; may be given again",
    )
    parser.add_argument("--no-train", action="store_true", help="leave the checks that train for later")
    parser.add_argument("--roster", metavar="FILE", help="the table that a platform exports, to be filled in")
    parser.add_argument(
        "--column",
        metavar="EXERCISE=COLUMN",
        action="append",
        default=[],
        help="of the roster, where it is not certain which; may be given again",
    )
    parser.add_argument("--groups", metavar="FILE", help="a table of who is in which group, such as Canvas's group set")
    parser.add_argument("--feedback", action="store_true", help=f"write reports for Moodle, too: {feedback.NAME}")
    parser.add_argument("--anonymous", action="store_true", help="leave names out of the class page")
    parser.add_argument("--jobs", metavar="N", type=int, help="submissions at a time (default: what the machine has)")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="of Dask's, to grade on other machines")
    options = parser.parse_args(argv)
    if options.jobs is not None and (options.jobs < 1 or options.scheduler):
        raise UsageError("--jobs takes a number from 1; leave it out with --scheduler, which has its own workers.")
    if options.force and (options.accept or options.discard):
        raise UsageError("--force judges again; --accept and --discard judge nothing. Type one of them.")
    from rich.console import Console

    return grade(options, Console(highlight=False, soft_wrap=True))


def grade(options, console):
    """Find what was handed in, judge it in two passes, and write marks and pages.

    Args:
        options: what was typed, see `main`.
        console: a `rich.console.Console`.

    Returns:
        The exit status: 0 if every submission has its marks.

    Raises:
        UsageError: there is nothing to grade, it cannot be confined, or a file, a row or an address is wrong.
        CheckerError: the scheduler went away.
    """
    course = Path(options.course).absolute() if options.course else None
    if course and not (course / "nbgrader_config.py").is_file():
        raise UsageError(f"{course} is not a course.\nMake one with: python -m checker course {options.course}")
    paths = options.submissions or ([course / "submitted"] if course else [])
    if not paths:
        raise UsageError("Name the folder, or the zip file, with what was handed in.")
    names = [by_name(name).name for name in options.exercise or [each.name for each in exercises()]]
    roster = rosters.read_roster(options.roster) if options.roster else None
    if options.groups and not roster:
        raise UsageError("--groups says who is in which group of a roster: name that, too, with --roster FILE.")
    teams = roster.list_teams(rosters.read_groups(options.groups)) if options.groups else []
    columns = _columns(options.column, names)
    skeletons = {name: by_name(name).skeleton.read_bytes() for name in names}
    found = submissions.find(paths, names, options.rename, skeletons, roster)
    found.notes += teams
    if roster:
        gradebooks.check(
            roster, [name for name in names if any(each.exercise == name for each in found.submissions)], columns
        )
    folder = Path(options.out or (course / "grades" if course else "grades"))
    kept = Records(folder)
    kept.tidy()
    marks, known = finish.prepare(kept, names, found.submissions, roster)
    chosen = _chosen(found.submissions, options, known)
    desk = regrading.Regrade(kept, options.force)
    if course:
        from checker.grading.nbgrader import gradebook

        missing = gradebook.missing_assignments(course, {each.exercise for each in found.submissions})
        if missing:
            raise UsageError(
                f"The course has no assignment {missing[0]} yet.\nMake it: nbgrader generate_assignment {missing[0]}"
            )
    handed_in = {name: sum(each.exercise == name for each in found.submissions) for name in names}
    console.print(f"Handed in: {', '.join(f'{count} {name}' for name, count in handed_in.items() if count)}.")
    _tell(found.notes, console)
    try:
        if options.accept or options.discard:
            _decide(kept, names, options, known, console)
        else:
            for train in (False, True)[: 1 if options.no_train else 2]:
                _pass(chosen, desk, marks, train, options, console)
    except KeyboardInterrupt:
        console.print("\nStopped. What is done is kept; the same command goes on with the rest.")
        return STATUS_ERROR
    finally:
        with _told_of_the_disk(folder):
            written, notes, lines = finish.write(marks, found, roster, columns, options.anonymous)
    _tell(notes, console)
    if course:
        gradebook.enter(course, found.submissions, kept, console)
    if options.feedback:
        with _told_of_the_disk(folder):
            path, count = feedback.write(found.submissions, kept, folder)
        written += [path] if path else []
        console.print(f"For Moodle's upload of feedback files: {count} reports.")
    console.print(f"Written: {', '.join(map(str, written))}")
    if not options.roster:
        console.print("For a table that your platform imports, add the one that it exports: --roster FILE")
    for line in lines:
        console.print(readable(line), markup=False)
    broke = [each for each in chosen if _is_open(desk.read(each.student, each.exercise), options.no_train)]
    graded = sum(not _is_open(kept.read(each.student, each.exercise), options.no_train) for each in broke)
    for count, what in ((len(broke) - graded, "marks"), (graded, "new marks")):
        if count:
            console.print(f"{count} have no {what}, because the checker or a machine broke. Grade again to try them.")
    if broke:
        _tell(batch.reasons(broke, desk), console)
    return STATUS_ERROR if broke else STATUS_PASSED


@contextlib.contextmanager
def _told_of_the_disk(folder):
    """Say of which folder it is that it is full or read-only: not every such error names a file."""
    try:
        yield
    except OSError as error:
        raise MachineError(
            f"{error.filename or folder} cannot be written: {error.strerror or error}. What is done is kept: make room,"
            " and the same command goes on with the rest."
        ) from None


def _chosen(found, options, known):
    """The submissions of the learners after `--student`; all where there is none."""
    if not options.student:
        return found
    try:
        wanted = {known.student(value) for value in options.student}
    except sheets.Wrong as error:
        raise UsageError(f"--student: {error}.\nType the name of grades.csv, or the platform's number.") from None
    absent = sorted(wanted - {each.student for each in found})
    if absent and not options.accept and not options.discard:
        raise UsageError(f"--student: nothing by {', '.join(absent)} is in what you named.")
    return [each for each in found if each.student in wanted]


def _decide(kept, names, options, known, console):
    """Let new grades count, or throw them away."""
    students = options.student and [known.student(value) for value in options.student]
    if options.discard:
        count = regrading.discard(kept, names, students)
        console.print(f"Thrown away: {count} new grades. The old ones count." if count else "No new grades wait.")
        return
    done = regrading.accept(kept, names, students)
    changed = sum(each.state == regrading.DIFFERS for each in done)
    console.print(
        f"Accepted: {len(done)} new grades, {changed} of them other than the old ones, which lie in"
        f" {kept.folder / 'history'}."
        if done
        else "No new grades wait that could count."
    )


def _columns(texts, names):
    """`{exercise: column}` of what was typed."""
    columns = dict(text.split("=", 1) for text in texts if "=" in text)
    if len(columns) < len(texts) or columns.keys() - set(names):
        raise UsageError(f"--column takes EXERCISE=COLUMN, with one of {', '.join(names)} on the left.")
    return columns


def _pass(found, desk, marks, train, options, console):
    """Judge what has no record yet."""
    waiting = batch.to_do(found, desk, train)
    what = "training" if train else "the checks that don't train"
    if not waiting:
        console.print(f"Nothing to do for {what}.")
        return
    workers = options.jobs or cluster.default_jobs(train)
    if options.scheduler:
        console.print(f"{len(waiting)} wait for {what}, on the workers of {options.scheduler}.")
    else:
        took = batch.duration(batch.estimate(waiting, train, workers))
        most = "at most " if train else ""
        console.print(f"{len(waiting)} wait for {what}: {most}about {took} with {workers} at a time on this machine.")
    if not train and not options.no_train:
        later = batch.estimate(found, True, cluster.default_jobs(True))
        elsewhere = " on this machine alone" if options.scheduler else ""
        console.print(
            f"Training comes after it, at most {batch.duration(later)} for all{elsewhere}; --no-train leaves it for"
            " another time. Ctrl-C loses nothing."
        )
    with (
        _Progress(console, what, len(waiting)) as progress,
        cluster.client(train, options.jobs, options.scheduler, console.print) as at,
    ):
        for record in batch.judge_all(at, waiting, desk, train, judging.trusted(), tell=console.print):
            if marks.kept.read(record.student, record.exercise) == record:  # and does not wait
                with contextlib.suppress(OSError):  # told of in the end, where it is tried again
                    handouts.write(marks.of(record), marks.kept)
            progress.advance()


def _is_open(record, no_train):
    return record is None or bool(record.verdict.broke) or not (record.verdict.complete or no_train)


def _tell(notes, console):
    for note in notes[:NOTES]:
        console.print(f"  {readable(note)}", markup=False)  # names of files may hold commands for a terminal
    if len(notes) > NOTES:
        console.print(f"  and {len(notes) - NOTES} more of this kind")


class _Progress:
    """A bar in a terminal; elsewhere a line now and then."""

    def __init__(self, console, what, total):
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._console, self._what, self._total, self._done, self._told = console, what, total, 0, time.monotonic()
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        self._bar = Progress(*columns, console=console, disable=not console.is_terminal)
        self._task = self._bar.add_task(what, total=total)

    def __enter__(self):
        self._bar.start()
        return self

    def __exit__(self, *error):
        self._bar.stop()

    def advance(self):
        self._done += 1
        self._bar.advance(self._task)
        if not self._console.is_terminal and time.monotonic() > self._told + QUIET_SECONDS:
            self._told = time.monotonic()
            self._console.print(f"{self._what}: {self._done} of {self._total}")
