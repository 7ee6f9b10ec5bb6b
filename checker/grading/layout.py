"""Where in a download the learners are: below wrappers, in folders by exercise, or side by side."""

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from checker.grading.answers import FOREIGN
from checker.grading.learners import Code, read_codes, settle

# What nobody is called: folders of one learner's work, among them the workshop's own.
NO_NAMES = {
    "exercises", "solutions", "src", "code", "work", "old", "new", "backup", "final", "draft", "answers", "my-answers",
    "tests", "submission", "copy", "try", "notebooks", "python", "version", "attempt",
}  # fmt: skip
# What nobody is called, either: folders with learners' folders in them, in some languages.
WRAPPERS = {
    "all", "class", "classes", "section", "sections", "group", "groups", "team", "teams", "course", "courses",
    "lab", "labs", "tutorial", "session", "cohort", "period", "year", "term", "semester", "seminar", "home",
    "users", "desktop", "documents", "downloads", "download", "export", "exports", "archive", "data", "students",
    "learners", "submissions", "submitted", "handed", "turned", "hand", "collected", "inbox", "assignments",
    "assignment", "homework", "hw", "task", "klasse", "kurs", "gruppe", "abgabe", "abgaben", "classe", "cours",
    "groupe", "rendus", "devoirs", "clase", "curso", "grupo", "entregas", "corso", "gruppo",
}  # fmt: skip
MANY = 8  # folders of one exercise: more than a learner makes
SOURCES = (".py", ".ipynb", ".zip", ".rar", ".7z", ".tar", ".gz", ".txt", ".html", ".pdf", ".docx", ".odt", ".rtf")


@dataclass(frozen=True)
class Learner:
    """A learner in one download, as the platform, a folder or a file names them.

    Attributes:
        name: as it is written there.
        code: the `Code` that the platform wrote; None where a person chose the name.
        scope: the download.
    """

    name: str
    code: Code | None
    scope: tuple

    @property
    def key(self):
        """What tells learners of one download apart."""
        return (self.code.platform, self.code.number) if self.code and self.code.number else self.name


@dataclass
class Layout:
    """Finds learners in an argument.

    Attributes:
        rules: `checker.grading.answers.Rules`.
        path: the argument.
        alone: the learner's name where the argument is one learner's.
        roster: a `checker.grading.rosters.Roster`, which knows who is a learner; None where there is none.
        pieces: what was found: `(Learner, path below the learner's folder, Entry)`.
        notes: what a person should know of.
    """

    rules: object
    path: object
    alone: str
    roster: object = None
    pieces: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    def arrange(self, entries, is_class=False):
        """Find whose each file is.

        Args:
            entries: of `checker.grading.downloads.entries`.
            is_class: whether the argument's folders are learners' for certain, as in nbgrader's `submitted/`.
        """
        self._arrange([(each.parts, each) for each in entries if each.parts], (), is_class)

    def _arrange(self, items, scope, is_class=False):
        files, folders = _split(items)
        names = {name.casefold() for name in self.rules.names}
        answers = self._answering(folders)
        codes = {} if is_class else read_codes([*files, *folders])
        if not is_class and not codes and answers and not any(self.rules.match(name) for name in files):
            if all(name.casefold() in names for name in answers):
                flat = all(len(p) < 3 for name in answers for p, _ in folders[name] if self.rules.match(p[-1]))
                if flat and not any(self._is_class(_below(folders[name])) for name in answers):
                    self.pieces += [(Learner(self.alone, None, scope), parts, entry) for parts, entry in items]
                else:
                    for name in folders:
                        if name.casefold() in names:
                            self._arrange(_below(folders[name]), (*scope, name))
                return
            if all(self._is_download(_below(inside)) for inside in folders.values()):
                for name, inside in folders.items():
                    if not self._is_zip(inside, scope):
                        self._arrange(_below(inside), (*scope, name))
                    else:
                        self.notes.append(
                            f"{inside[0][1].place} is taken for one learner's, and looks like a whole class's. If it"
                            " is: name that file itself"
                        )
                        self._put(folders={name: inside}, files={}, codes={}, scope=scope)
                return
            if {name.casefold() for name in folders} >= {"exercises", "solutions"}:  # one learner's checkout
                self.pieces += [(Learner(self.alone, None, scope), parts, entry) for parts, entry in items]
                return
            (name, inside), *others = folders.items()
            if not others and not self._is_zip(inside, scope) and self._is_wrapper(name, _below(inside)):
                if not self._is_download(_below(inside)):
                    self.notes.append(f"everything in {name} counts as learners' work, each folder as one learner's")
                self._arrange(_below(inside), (*scope, name))
                return
            if others and self._are_sections(answers, folders, scope):
                self.notes.append(
                    f"everything in {', '.join(sorted(answers))} counts as learners' work, each folder as one learner's"
                )
                for name in answers:
                    self._arrange(_below(folders[name]), (*scope, name))
                return
        told = {name: files[name].opened()[0] for name, code in codes.items() if name in files and code.rest == ".txt"}
        self._put(folders, files, settle(codes, told, self.rules.names, self.roster), scope)

    def _put(self, folders, files, codes, scope):
        """Take what lies side by side for learners'."""
        strays = []
        for name, entry in files.items():
            code, match = codes.get(name), self.rules.match(name)
            if code and code.rest:
                self.pieces.append((Learner(code.who, code, scope), (code.rest,), entry))
            elif match := match or self.rules.notebook(name):
                rest = unicodedata.normalize("NFC", name).removeprefix(f"{match.prefix}_" if match.prefix else "")
                self.pieces.append((Learner(match.prefix or self.alone, None, scope), (rest,), entry))
            elif name.lower().endswith(SOURCES):
                strays.append((name, entry))
        known = sorted({piece[0].name for piece in self.pieces}, key=len, reverse=True)
        for name, entry in strays:
            owner = next((each for each in known if name.startswith(f"{each}_")), None)
            if owner:
                self.pieces.append((Learner(owner, None, scope), (name.removeprefix(f"{owner}_"),), entry))
            elif name.lower().endswith((".py", ".ipynb")):
                self.notes.append(f"{entry.place}: its name tells no learner, or no exercise; it is not graded")
        for name, inside in folders.items():
            code = codes.get(name)
            if code is None and name.casefold() in FOREIGN:
                self.notes.append(f"{inside[0][1].place} is no learner's, by its name; nothing in it is graded")
                continue
            if code is None and self._is_class(_below(inside)):
                self.notes.append(
                    f"{name} is taken for one learner, though the folders in it could be learners'. If they are: name"
                    f" {inside[0][1].place} itself"
                )
            learner = Learner(code.who if code else name, code, scope)
            rest = (code.rest,) if code and code.rest else ()  # a zip file that lay flat
            self.pieces += [(learner, parts[1:] or rest, entry) for parts, entry in inside]

    def _answering(self, folders):
        """The folders that hold answers: `{name: counts of exercises}`."""
        found = {}
        for name, inside in folders.items():
            matches = [self.rules.match(parts[-1]) for parts, entry in inside if entry.opened]
            if exercises := {match.exercise for match in matches if match}:
                found[name] = Counter(exercises)
        return found

    def _is_download(self, items):
        """Whether a platform named what lies here."""
        files, folders = _split(items)
        return bool(read_codes([*files, *folders]))

    def _is_class(self, items):
        """Whether what lies in a folder is several learners': two folders, or prefixes, with the same exercise."""
        files, folders = _split(items)
        if self._is_download(items):
            return True
        matches = [match for match in map(self.rules.match, files) if match]
        if matches:
            return all(match.prefix for match in matches) and len({match.prefix for match in matches}) > 1
        answers = self._answering(folders)
        if any(name.casefold() in NO_NAMES for name in answers):
            return False
        names = {name.casefold() for name in self.rules.names}
        if answers and all(name.casefold() in names for name in answers):
            return any(self._is_class(_below(folders[name])) for name in answers)
        counts = sum((count for name, count in answers.items() if name.casefold() not in names), Counter())
        if max(counts.values(), default=0) > 1:
            return True
        return len(folders) == 1 and self._is_class(_below(*folders.values()))

    def _is_wrapper(self, name, items):
        """Whether the only folder holds a class, and is no learner's who called folders as others are called."""
        if not self._is_class(items):
            return False
        if self._is_download(items):
            return True
        around, inside = self._inside(name, items)
        if self.roster and self.roster.candidates(name):
            return False
        if self.roster and any(self.roster.candidates(each) for each in inside):
            return True
        shapes = {_shape(each) for each in inside}
        is_no_name = any(
            len(each) == 1 or WRAPPERS.intersection(_words(each)) or _shape(each) not in shapes for each in around
        )
        return is_no_name or len(inside) >= MANY

    def _inside(self, name, items):
        """The folders around a class, and what those within it are called, or their files' prefixes."""
        around = [name]
        while True:
            files, folders = _split(items)
            prefixes = {match.prefix for match in map(self.rules.match, files) if match}
            answers = [each for each in self._answering(folders) if each.casefold() not in self.rules.names]
            if prefixes or len(answers) > 1 or not folders:
                return around, sorted(prefixes) or answers
            inner = answers or list(folders)
            around += [each for each in inner if each.casefold() not in self.rules.names]
            items = [item for each in inner for item in _below(folders[each])]

    def _are_sections(self, answers, folders, scope):
        """Whether folders side by side are parts of a class: by its name none is a learner's, and none holds a file."""
        inside = [_below(folders[name]) for name in answers]
        if any(self._is_zip(folders[name], scope) for name in answers) or not any(map(self._is_class, inside)):
            return False
        matches = [match for items in inside for match in map(self.rules.match, _split(items)[0]) if match]
        if not all(match.prefix for match in matches):
            return False
        if self.roster:
            within = {each for items in inside for each in _split(items)[1]} | {match.prefix for match in matches}
            if any(self.roster.candidates(name) for name in answers):
                return False
            if all(self.roster.candidates(each) for each in within):
                return True
        return all(WRAPPERS.intersection(_words(name)) for name in answers)

    def _is_zip(self, inside, scope):
        """Whether a folder is a learner's zip file: how its files are called is the learner's choice."""
        return any(entry.zipped and entry.zipped <= len(scope) + 1 for _, entry in inside)


def _split(items):
    """What lies side by side: `({name: Entry}, {name: items})` of files and folders."""
    files, folders = {}, defaultdict(list)
    for parts, entry in items:
        if len(parts) == 1 and entry.opened:
            files[parts[0]] = entry
        else:
            folders[parts[0]].append((parts, entry))
    return files, dict(folders)


def _below(items):
    return [(parts[1:], entry) for parts, entry in items if len(parts) > 1]


def _words(name):
    return re.findall(r"[^\W\d_]+", name.casefold())


def _shape(name):
    """What kind of a name it is: "section1" and "s17" are of one kind, "ann" and "Bob Li" of two others."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", unicodedata.normalize("NFC", name)))
