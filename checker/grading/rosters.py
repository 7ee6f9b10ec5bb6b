"""The table of a class that a learning platform exported, and who in it a submission's learner is."""

import codecs
import csv
import io
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from checker.errors import UsageError
from checker.grading.learners import plain

# Columns that may name a learner, lower case; names in some of the languages that Moodle writes.
FULL = {"student", "name", "full name", "vollständiger name", "nom complet", "nombre completo", "nome completo"}
FIRST = {"first name", "given name", "vorname", "prénom", "nombre", "nome", "voornaam"}
LAST = {
    "last name", "surname", "family name", "nachname", "nom", "nom de famille", "apellido(s)", "apellidos", "cognome",
    "achternaam", "sobrenome", "apelido",
}  # fmt: skip
LOGINS = {"username", "user name", "login"}
IDS = {
    "id", "student id", "student_id", "email", "e-mail", "email address", "id number", "sis user id", "sis login id",
    "orgdefinedid", "identifier", *LOGINS,
}  # fmt: skip
NAMES = FULL | IDS
# The participant's number in Moodle's grading worksheet: "Participant 4312", in the site's language.
PARTICIPANT = {"identifier", "id", "identifiant", "identificador", "identificativo", "identificatie", "identifikator"}
PARTICIPANT_NUMBER = re.compile(r"(?P<text>.*\D)?(?P<number>\d+)", re.DOTALL)


# Columns that tell who is in which group: of Moodle's worksheet where groups hand in, of Canvas's list of a group set.
TEAMS = {"group", "groups", "group name", "group_name", "team", "gruppe", "groupe", "grupo", "gruppo", "groep"}


@dataclass
class Roster:
    """A table of a class, as a learning platform exports it.

    Attributes:
        columns: their names, in order; of those that are the same, the later ones have a number behind them.
        rows: a dict each.
        delimiter: between columns.
        head: the head line as it was written, with what ends it.
        newline: what ends a row.
        labels: the columns' names as they were written, where they are others: `{column: name}`.
        listed: groups that another table told: `{id(row): name}`.
    """

    columns: list
    rows: list
    delimiter: str
    head: str = ""
    newline: str = "\n"
    labels: dict = field(default_factory=dict)
    listed: dict = field(default_factory=dict)

    @property
    def is_canvas(self):
        return {"Student", "ID", "Section"} <= set(self.columns)

    @cached_property
    def platform(self):
        """Whose table it is: "canvas", "blackboard", "brightspace" or, of anybody else's, too, "moodle"."""
        lower = {column.strip().lower() for column in self.columns}
        if self.is_canvas:
            return "canvas"
        if lower & {"orgdefinedid", "end-of-line indicator"}:
            return "brightspace"
        is_blackboard = any(re.search(r"\|\s*\d+$", column) for column in self.columns)
        return "blackboard" if is_blackboard and lower & LOGINS else "moodle"

    @cached_property
    def own(self):
        """The column that has the platform's own numbers of learners; None if there is none."""
        if self.platform == "canvas":
            return "ID"
        if self.platform == "brightspace":  # its OrgDefinedId is another number than the one in names of files
            return None
        for column in self.columns:
            found = [PARTICIPANT_NUMBER.fullmatch(row[column].strip()) for row in self.rows if row[column].strip()]
            if column.strip().lower() in PARTICIPANT and found and all(found):
                texts = {each["text"] or "" for each in found}
                if len(texts) == 1 and _is_participant(column, *texts):
                    return column
        return next((column for column in self.columns if column.strip().lower() in LOGINS), None)

    @property
    def is_worksheet(self):
        """Whether it is the worksheet of one Moodle assignment."""
        return self.platform == "moodle" and self.own is not None and self.own.strip().lower() in PARTICIPANT

    def find(self, student, number=""):
        """The row of a learner; None if there is none, or if it is not certain which.

        Args:
            student, number: as in `checker.grading.submissions.Submission`.
        """
        rows = self.candidates(student, number)
        return rows[0] if len(rows) == 1 else None

    def candidates(self, student, number=""):
        """All rows that may be a learner's: by the platform's own number if it is known on both sides, else by name.

        Where the number leads to one row and the name to others, all of them: something is wrong then.
        """
        name = _without(student, number)
        named = self._named(name, with_ids=not number)
        if not named and _joined(name) in self._teams:  # the number is the group's, or that of one of them
            return []
        if self.is_numbered(number):
            numbered = self._numbers.get(plain(number), [])
            if self.is_worksheet and not named and not self._is_blind(student, name):
                # Where groups hand in, Moodle writes the group's number, which is somebody else's, too.
                numbered = [row for row in numbered if self._may_be(row, name)]
            differ = numbered and named and not {id(row) for row in numbered} & {id(row) for row in named}
            return numbered + named if differ else numbered
        return named

    def _is_blind(self, student, name):
        """Whether a name is what Moodle calls everybody where they are marked blind."""
        return student != name or _joined(name) in self._participants

    @cached_property
    def _participants(self):
        """Moodle's word for a participant, as the worksheet has it before each number."""
        cells = [row[self.own].strip() for row in self.rows if row[self.own].strip()]
        return {_joined(PARTICIPANT_NUMBER.fullmatch(cell)["text"] or "") for cell in cells}

    def _may_be(self, row, name):
        """Whether a name can be that of a row with its number: they share a word, accents aside, or it has no name."""
        names = [text for text in self._names_of(row) if text]
        return not names or bool(_bare(name) & set().union(*map(_bare, names)))

    def agrees(self, student, number):
        """Whether a number and a name lead to the same row."""
        named = {id(row) for row in self._named(student, with_ids=False)}
        return any(id(row) in named for row in self._numbers.get(plain(number), []))

    def has_number(self, number):
        """Whether it is the platform's own number of somebody here."""
        return plain(number) in self._numbers

    def under_number(self, number):
        """What is called in messages who has a number here; "" if nobody has it, or no number is the platform's."""
        rows = self._numbers.get(plain(number), []) if self.is_numbered(number) else []
        return "; ".join(self.shown(row) for row in rows)

    def members(self, student, number=""):
        """The rows of the group that handed in under a name; none where it is a learner's, or no group's."""
        name = _without(student, number)
        rows = [] if self._named(name, with_ids=not number) else self._teams.get(_joined(name), [])
        # Canvas writes the number of a member.
        is_theirs = not self.is_canvas or not number or any(row in rows for row in self._numbers.get(plain(number), []))
        return rows if is_theirs else []

    @cached_property
    def _teams(self):
        """`{name: rows}` of groups."""
        found = defaultdict(list)
        columns = [column for column in self.columns if column.strip().lower() in TEAMS]
        for row in self.rows:
            names = {_joined(name) for column in columns for name in [row[column], *row[column].split(",")]}
            for name in names | {_joined(self.listed.get(id(row), ""))} - {""}:
                if name and self.shown(row):
                    found[name].append(row)
        return dict(found)

    def list_teams(self, table):
        """Take over who is in which group.

        Args:
            table: another `Roster`, such as Canvas's list of a group set, with a line a learner.

        Returns:
            Notes about lines that lead to nobody here, or to more than one.
        """
        column = next(column for column in table.columns if column.strip().lower() in TEAMS)
        notes = []
        for line in table.rows:
            team, rows = line[column].strip(), []
            if team and self.is_canvas:
                rows = self._numbers.get(plain(line.get("canvas_user_id", "").strip()), [])
            ids = [
                line[each].strip() for each in table.columns if each.strip().lower() in IDS | {"login_id", "user_id"}
            ]
            for name in [*filter(None, ids), table.shown(line)] if team else ():
                rows = rows if len(rows) == 1 else self.candidates(name)
            if len(rows) == 1:
                self.listed[id(rows[0])] = team
                self.__dict__.pop("_teams", None)  # made before they were known
            elif team:
                notes.append(f"{table.shown(line)}, of the group {team}, is not in the roster, or not alone.")
        return notes

    def is_numbered(self, number):
        """Whether learners are known by numbers of this kind here, and names say nothing."""
        is_login = self.own is not None and self.own.strip().lower() in LOGINS
        return bool(number and self._numbers) and not (is_login and self.platform != "blackboard" and number.isdigit())

    @cached_property
    def _numbers(self):
        found = defaultdict(list)
        for row in self.rows:
            value = row[self.own].strip() if self.own and not is_maximum(row) else ""
            if value and self.is_worksheet:
                value = PARTICIPANT_NUMBER.fullmatch(value)["number"]
            if value:
                found[plain(value)].append(row)
        return dict(found)

    def _named(self, name, with_ids):
        """The rows of a name: as it is; else without what platforms leave out; else without a group's before it."""
        keys = {("name", plain(name))}
        if words(name) == plain(name) and " " not in name:  # it may be "Doe, Jane", as Canvas writes it: doejane
            keys.add(("joined", plain(name)))
        if with_ids:
            keys.add(("id", plain(name)))
        parts = name.split("-")  # "Group A-Jane Doe", as Moodle writes
        ungrouped = {("words", words("-".join(parts[at:]))) for at in range(1, len(parts))}
        for each in (keys, {("words", words(name))}, ungrouped):
            found = {id(row): row for key in each if key[1] for row in self._keys.get(key, ())}
            if found:
                return list(found.values())
        return []

    @cached_property
    def _keys(self):
        """`{(kind, text): rows}` of all by which a row may be found, but for the platform's own number."""
        found = defaultdict(list)
        for row in self.rows:
            if is_maximum(row):
                continue
            keys = set()
            for text in self._names_of(row):
                last, _, first = text.partition(",")
                for each in (text, f"{first} {last}"):
                    keys |= {("name", plain(each)), ("words", words(each)), ("joined", _joined(each))}
            keys |= {("id", plain(row[c].strip().lstrip("#"))) for c in self.columns if c.strip().lower() in IDS}
            for key in keys:
                if key[1]:
                    found[key].append(row)
        return dict(found)

    def _names_of(self, row):
        cells = {column.strip().lower(): row[column].strip() for column in self.columns}
        full = [cells[column] for column in FULL & cells.keys()]
        first = " ".join(cells[column] for column in sorted(FIRST & cells.keys()))
        last = " ".join(cells[column] for column in sorted(LAST & cells.keys()))
        # In a table with a full name, "nom" and "nome" may be that.
        return [text for text in [*full, f"{last}, {first}" if first and last else first or last] if text]

    def shown(self, row):
        """What a learner is called in messages; "" for a row that is no learner's."""
        named = [text for text in self._names_of(row) if text]
        ids = [row[column].strip() for column in self.columns if column.strip().lower() in IDS and row[column].strip()]
        return "" if is_maximum(row) else next(iter([*named, *ids]), "")


def _is_participant(column, text):
    """Whether a column's values are Moodle's words and a number; student numbers such as "s17" are not."""
    return len(text.strip()) > 3 or (not text and column.strip().lower() == "identifier")


def is_maximum(row):
    """Whether a row of Canvas's holds the points that can be had, in the place of a learner's."""
    student = row.get("Student", "")
    # In any language, the words are indented, and there is no ID.
    return student.strip() == "Points Possible" or (student.startswith("    ") and not row.get("ID", "").strip())


def words(name):
    """A name without what platforms leave out of it: punctuation, and which spaces there are."""
    name = plain(name).replace("_", " ").replace(",", " ")
    return " ".join("".join(c for c in name if unicodedata.category(c)[0] not in "PSC").split())


def _bare(name):
    """The words of a name, without accents."""
    apart = unicodedata.normalize("NFKD", words(name.replace("-", " ")))
    return set("".join(c for c in apart if not unicodedata.combining(c)).split())


def _without(student, number):
    """A learner's name without the number that the platform wrote behind it; as it is where there is none."""
    return student.removesuffix(f"_{number}") if number else student


def _joined(name):
    """A name as Canvas joins it."""
    return words(name).replace(" ", "")


def read_groups(path):
    """Read who is in which group, as `read_roster` reads: there must be a column such as "group_name".

    Raises:
        UsageError: it cannot be read, or has no such column.
    """
    table = read_roster(path)
    if not {column.strip().lower() for column in table.columns} & TEAMS:
        raise UsageError(
            f"The table of groups {path} has no column that names groups.\nExpected one of: {', '.join(sorted(TEAMS))}."
        )
    return table


def read_roster(path):
    """Read a roster: CSV with a head line, its columns separated by commas, semicolons or tabs.

    Raises:
        UsageError: it cannot be read, or has no column that names learners.
    """
    try:
        content = Path(path).read_bytes()
        is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # Blackboard's .xls
        text = content.decode("utf-16" if is_utf16 else "utf-8-sig")
    except OSError as error:
        raise UsageError(f"The roster {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"The roster {path} is not text in UTF-8.\nSave it again as CSV UTF-8.") from None
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        labels = next(reader, [])
        head = "".join(io.StringIO(text, newline="").readlines()[: reader.line_num])
        columns = []
        for label in labels:
            same = labels[: len(columns)].count(label)
            columns.append(f"{label} [{same + 1}]" if same else label)
        rows = [dict(zip(columns, [*cells, *[""] * len(columns)], strict=False)) for cells in reader if cells]
    except csv.Error as error:
        raise UsageError(f"The roster {path} is no CSV: {error}, line {reader.line_num}.") from None
    if not {column.strip().lower() for column in columns} & (NAMES | FIRST | LAST):
        raise UsageError(
            f"The roster {path} has no column that names learners.\n"
            f"Expected a head line with one of: {', '.join(sorted(NAMES))}.\nGot: {first.strip()[:200] or 'nothing'}"
        )
    written = {column: label for column, label in zip(columns, labels, strict=True) if column != label}
    return Roster(columns, rows, delimiter, head, "\r\n" if head.endswith("\r\n") else "\n", written)
