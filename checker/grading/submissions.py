"""Finds what was handed in: folders and zip files, as learning platforms pack them, and nbgrader's `submitted/`."""

import hashlib
import os
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from checker.errors import UsageError
from checker.grading import answers
from checker.grading.downloads import entries
from checker.grading.layout import Layout

LONGEST = 150  # bytes of a learner's name: it becomes a folder's
PATTERN = re.compile(r"[*?\[]")  # of many names, to nbgrader
SHOWN = 4  # names of files, in a note


@dataclass(frozen=True)
class Submission:
    """A learner's file for an exercise, read when it is wanted.

    Attributes:
        student: as the platform, the folder, or the file calls the learner; namesakes have their numbers behind it.
        exercise: its name.
        place: where it was found, for messages.
        number: that of the learner on Canvas or Brightspace, of the participant on Moodle, or the user name on
            Blackboard; "" where there is none.
        platform: whose number that is, see `checker.grading.learners.Code`; "" if nobody's.
        late: whether Canvas says that it came late.
    """

    student: str
    exercise: str
    place: str
    opened: object  # takes nothing, returns (content, reason)
    number: str = ""
    platform: str = ""
    late: bool = False

    def read(self):
        """The file's bytes, and "" or why it cannot be read: it is a link, a pipe, or much too large."""
        return self.opened()


@dataclass(frozen=True)
class Missing:
    """A learner of whom there is something, and no answer.

    Attributes:
        student, number: as in `Submission`.
        reason: what came in its place.
    """

    student: str
    number: str
    reason: str


@dataclass
class Found:
    """What was found: submissions, in the order of students, and what a person should know of.

    Attributes:
        submissions: a `Submission` for each learner and exercise.
        notes: lines of text; what `missing` says is among them.
        missing: a `Missing` for each learner without any submission.
    """

    submissions: list
    notes: list
    missing: list = field(default_factory=list)


def find(paths, names, rename=(), skeletons=None, roster=None):
    """Find the submissions in folders and zip files.

    A learner is the number that the platform wrote into a name; else the name of the first folder below the argument,
    or below the folders that wrap the class, or of a zip file in its place; for files that lie side by side, what
    stands before `_NAME.py`; for one file alone, its folder's name.

    Args:
        paths: folders, zip files, or single files.
        names: those of the exercises that are looked for.
        rename: see `checker.grading.answers.Rules`.
        skeletons: `{exercise: bytes}` of what was handed out: of several files, one with something in it counts.
        roster: a `checker.grading.rosters.Roster` that tells learners' names from others, or None.

    Returns:
        `Found`; of several files of one learner for one exercise the newest copy, by its number, is taken, and noted.

    Raises:
        UsageError: a path does not exist, or there is nothing in it that was handed in; a text of `rename` is wrong.
    """
    rules, notes, seen, people = answers.Rules(names, rename), [], 0, {}
    for place, path in enumerate(map(Path, paths)):
        if not path.exists():
            raise UsageError(f"There is no {path}.\nName the folder, or the zip file, with what was handed in.")
        known = list(entries(path, notes))
        seen += sum(entry.opened is not None for entry in known)
        layout = Layout(rules, path, _alone(path), roster, notes=notes)
        nbgraders = path.name == "submitted" and (path.parent / "nbgrader_config.py").is_file()
        layout.arrange(known, is_class=nbgraders)
        for learner, parts, entry in layout.pieces:
            people.setdefault(_identity(learner, place), _Person(learner)).add(learner, parts, entry, place)
    best, missing = {}, []
    called = _called(people, rules)
    for identity, person in people.items():
        student = called[identity]
        files, reason = person.choose(rules, skeletons or {}, student, notes)
        for exercise, (entry, learner) in files.items():
            code, key = learner.code, (student, exercise)
            more = (code.number, code.platform, code.late) if code else ()
            best[key] = Submission(student, exercise, entry.place, entry.opened, *more)
        if not files:
            missing.append(Missing(student, person.number, reason))
    missing.sort(key=lambda each: each.student)
    notes += [f"{each.student}: {each.reason}" for each in missing]
    late = sorted({each.student for each in best.values() if each.late})
    if late:
        notes.append(f"late, as Canvas says: {', '.join(late)}")
    if not best:
        wanted = " or ".join(f"{name}.py" for name in names)
        raise UsageError(
            f"There is no {wanted} in {', '.join(map(str, paths))} ({seen} files looked at).\n"
            + "".join(f"{note}\n" for note in notes[:SHOWN])
            + "Expected: a folder or a zip file for each learner, with that file inside; or nbgrader's submitted/."
            f" If it has another name: --rename 'exercise1.py={names[0]}.py'"
        )
    return Found([best[key] for key in sorted(best)], notes, missing)


def _alone(path):
    """The learner's name where a path is one learner's."""
    return path.absolute().parent.name if path.is_file() and path.suffix.lower() == ".py" else path.absolute().stem


def _identity(learner, place):
    """What makes two files the same learner's.

    The numbers of Canvas and Brightspace are a person's, and so are Blackboard's user names. Moodle counts participants
    of each assignment anew: the same number is the same learner, another number may be, too, in another download.
    """
    code = learner.code
    if code and code.number:
        return code.platform, code.number
    return "", unicodedata.normalize("NFC", " ".join(learner.name.split())), code.platform if code else ""


def _usable(student):
    """A name that can be a folder's in a course: none that leads out of it, stands for several, or is too long."""
    student = unicodedata.normalize("NFC", student).replace("/", "_")
    name = student if student.strip(". ") else f"_{student}"
    if PATTERN.search(name) or len(os.fsencode(name)) > LONGEST:
        digest = hashlib.sha256(os.fsencode(student)).hexdigest()[:16]
        name = f"{os.fsencode(PATTERN.sub('_', name))[:LONGEST].decode('utf-8', 'ignore')}-{digest}"
    return name


class _Person:
    """All that was handed in under one identity."""

    def __init__(self, learner):
        self.name = unicodedata.normalize("NFC", learner.name)
        self.number = learner.code.number if learner.code else ""
        self.platform = learner.code.platform if learner.code else ""
        self.pieces, self.scopes = [], set()

    def add(self, learner, parts, entry, place):
        self.pieces.append((learner, parts, entry))
        self.scopes.add((place, learner.scope))

    def exercises(self, rules):
        return {match.exercise for _, parts, entry in self.pieces if entry.opened and (match := rules.match(parts[-1]))}

    def choose(self, rules, skeletons, student, notes):
        """The answer to each exercise, `{exercise: (Entry, Learner)}`, and why there is none at all."""
        inside = {parts for _, parts, _ in self.pieces}
        found, others, books, others_work = defaultdict(list), [], {}, {}
        for learner, parts, entry in self.pieces:
            if not entry.opened or not parts:
                continue
            match, book = rules.match(parts[-1]), rules.notebook(parts[-1])
            if match and len(parts) + bool(learner.code) > 1 and answers.NO_ANSWER.fullmatch(match.prefix):
                match = None
            if match and (folder := answers.foreign(parts, inside)):
                others_work[match.exercise] = folder
            elif match:
                found[match.exercise].append((learner, parts, entry, match))
            elif book and not answers.foreign(parts, inside):
                books[book.exercise] = entry
            else:
                others.append("/".join(parts))
        chosen, trouble = {}, [f"{entry.place} {entry.trouble}" for _, _, entry in self.pieces if entry.trouble][:1]
        for exercise, several in found.items():
            learner, _, entry, _ = max(several, key=lambda each: self._rank(each, several, skeletons.get(exercise)))
            chosen[exercise] = entry, learner
            if len(several) > 1:
                notes.append(f"{student} handed in {exercise} more than once; taken: {entry.place}")
        for exercise, entry in books.items():
            told = self._tell_of_notebook(exercise, entry, chosen.get(exercise), skeletons.get(exercise))
            if told and chosen:
                notes.append(f"{student}: {told}")
            elif told:
                trouble.append(told)
        for exercise, folder in others_work.items():
            if chosen and exercise not in chosen:
                notes.append(f"{student}: no {exercise}.py but that in {folder}, which is others' work")
        return chosen, "" if chosen else self._reason(rules, trouble, others, others_work)

    @staticmethod
    def _rank(each, several, skeleton):
        """The highest counts: of the latest attempt; with something in it; by its name, its folder, and its depth."""
        learner, parts, entry, match = each
        something = len(several) > 1 and answers.effort(entry.opened()[0], skeleton)
        aside = any(answers.ASIDE.fullmatch(part) for part in parts[:-1])
        when = learner.code.when if learner.code else ()
        name = not match.prefix, not match.is_copy, match.copy
        return when, match.again, something, *name, not aside, _is_own(parts), -len(parts), parts

    @staticmethod
    def _tell_of_notebook(exercise, entry, taken, skeleton):
        """What is to be said of a notebook that is called as an exercise; "" if nothing."""
        defined = answers.in_notebook(entry.opened()[0])
        if taken is None:
            cells = f", whose cells define {answers.shown(defined)}" if defined else ""
            return f"a notebook of {exercise}{cells}: only {exercise}.py is graded; ask for that file"
        if defined and not answers.effort(taken[0].opened()[0], skeleton):
            return f"nothing is written in {exercise}.py, but its notebook defines {answers.shown(defined)}"
        return ""

    @staticmethod
    def _reason(rules, trouble, others, others_work):
        told = [f"no {' or '.join(f'{name}.py' for name in rules.names)}", *trouble]
        if others_work:
            told.append(f"only others' work, in {', '.join(sorted(set(others_work.values())))}")
        if others:
            more = f" and {len(others) - SHOWN} more" if len(others) > SHOWN else ""
            told.append(f"handed in: {', '.join(others[:SHOWN])}{more}")
        return "; ".join(told)


def _is_own(parts):
    """Whether a file lies elsewhere than in a checkout's own folder of exercises, such as one for answers beside it."""
    return "exercises" not in [part.casefold() for part in parts[:-1]]


def _called(people, rules):
    """What each is called: by name, and by name and number where several have that name: `{identity: student}`."""
    by_name, called = defaultdict(list), {}
    for identity, person in people.items():
        by_name[_usable(person.name)].append(identity)
    for name, identities in by_name.items():
        alike = len(identities) > 1 and not _may_be_one([people[each] for each in identities], rules)
        for identity in identities:
            number = people[identity].number
            called[identity] = _usable(f"{people[identity].name}_{number}") if alike and number else name
    return called


def _may_be_one(people, rules):
    """Whether people of one name are taken for one: Moodle's, in different downloads, with different exercises."""
    if any(person.platform not in ("moodle", "") for person in people):
        return False
    done = [person.exercises(rules) for person in people]
    for at, person in enumerate(people):
        for other in range(at):
            if person.scopes & people[other].scopes or done[at] & done[other]:
                return False
    return True
