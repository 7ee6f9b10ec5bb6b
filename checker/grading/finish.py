"""What a run of `grade` leaves: tables, pages and reports, made from the records, and the lines that sum them up."""

from collections import Counter

from checker.exercises import exercises
from checker.grading import class_page, deadlines, grades, handouts, marks, overrides, regrade, to_look_at
from checker.grading.sheets import Known

SHOWN = 20  # learners whose grade would change


def prepare(kept, names, found, roster=None):
    """Read what an instructor wrote in the folder of results: overrides, due dates, extra days, times.

    Args:
        kept: `checker.grading.records.Records`.
        names: the exercises that are graded.
        found: the submissions of this run.
        roster: a `checker.grading.rosters.Roster`, or None.

    Returns:
        `(marks, known)`: `checker.grading.marks.Marks`, and the `checker.grading.sheets.Known` whom tables may name.

    Raises:
        UsageError: rows are wrong; each is named.
    """
    known = Known(_students(kept, found, roster), [each.name for each in exercises()])
    decided, dates = overrides.read(kept.folder, known), deadlines.read(kept.folder, known)
    return marks.Marks(kept, names, found, decided, dates, roster), known


def _students(kept, found, roster):
    """`{name: number}` of all who handed in, now or before, or stand in the roster."""
    students = {record.student: record.number for record in kept} | {each.student: each.number for each in found}
    there = {id(roster.find(*each)) for each in students.items()} if roster else set()
    for row in roster.rows if roster else ():
        name = roster.shown(row)
        if name and id(row) not in there:
            students.setdefault(name, "")
    return students


def write(all_marks, found, roster=None, chosen=None, anonymous=False):
    """Write the tables, the class page and what is missing of the reports.

    Args:
        all_marks: `checker.grading.marks.Marks`.
        found: what `checker.grading.submissions.find` gave.
        roster: a `checker.grading.rosters.Roster`, to be filled in.
        chosen: `{exercise: column}` of the roster, where somebody chose it.
        anonymous: see `checker.grading.class_page.write`.

    Returns:
        `(paths, notes, lines)`: what was written; notes about the roster and reports; what to tell in sum.
    """
    kept, names, folder = all_marks.kept, all_marks.names, all_marks.kept.folder
    paths, more = grades.write(kept, folder, names, roster, found.missing, chosen, all_marks)
    lines = _sum_up(all_marks, roster)
    more += handouts.write_all(all_marks)
    items = to_look_at.collect(all_marks, [*found.notes, *more], found.missing)
    to_look_at.write(items, folder / to_look_at.TABLE)
    waiting = regrade.write(kept, folder / regrade.TABLE)
    class_page.write(kept, folder / "class.html", names, anonymous, all_marks, items)
    paths.append(folder / to_look_at.TABLE)
    if items:
        kinds = Counter(item.kind for item in items)
        told = ", ".join(f"{kinds[kind]} {kind}" for kind in to_look_at.KINDS if kinds[kind])
        lines.append(f"To look at before grades go out: {told}; see {folder / to_look_at.TABLE}.")
    if waiting:
        paths.append(folder / regrade.TABLE)
        lines += _tell_regrade(waiting, folder)
    return [*paths, folder / "class.html", folder / handouts.FOLDER], more, lines


def _sum_up(all_marks, roster):
    """Lines about what stands beside the points of the checks, or is not of this run's making."""
    earlier = override = late = 0
    for mark in all_marks:
        earlier += not mark.here
        override += mark.override is not None and mark.override.points is not None
        late += bool(mark.penalty)
    lines = []
    judged = marks.versions(all_marks)
    if len(judged) > 1:
        told = "; ".join(f"{name}: {count}, the last of {date or 'an unknown date'}" for name, count, date in judged)
        apart = "\nA table for a platform has those of one version; others lie beside it." if roster else ""
        lines.append(f"Grades by {len(judged)} versions of the checker, marked in the tables: {told}.{apart}")
    if earlier:
        lines.append(f"Of an earlier run, and not in this one: {earlier}, marked in the tables.")
    if override or late:
        told = [f"{override} set by a person"] * bool(override) + [f"{late} with a late penalty"] * bool(late)
        filled = " What is filled in for the platform is the grade after both." if roster else ""
        lines.append(f"Beside the points of the checks: {', '.join(told)}; columns of grades.csv of their own.{filled}")
    return lines


def _tell_regrade(waiting, folder):
    """Old grades beside new ones, in lines."""
    states = Counter(each.state for each in waiting)
    changed = [each for each in waiting if each.state == regrade.DIFFERS]
    table = folder / regrade.TABLE
    lines = [f"New grades wait, and the old ones count: {len(changed)} of {len(waiting)} differ; see {table}."]
    lines += [f"  {regrade.told(each.old, each.new)}" for each in changed[:SHOWN]]
    lines += [f"  and {len(changed) - SHOWN} more"] * (len(changed) > SHOWN)
    by_check = Counter((each.exercise, *check) for each in waiting for check in each.checks)
    for (exercise, name, before, now), count in by_check.most_common(SHOWN):
        lines.append(f"  {count} times {exercise}, {name}: {before} -> {now}")
    for state in (regrade.OPEN, regrade.BROKE):
        lines += [f"  {states[state]} times {state}"] * bool(states[state])
    return [*lines, "Let the new ones count: the same command with --accept. Throw them away: with --discard."]
