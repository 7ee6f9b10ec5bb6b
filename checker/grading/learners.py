"""Whose a file is: what learning platforms write into the names of files and folders that they hand over.

Each form begins with what the platform wrote, and ends with what the learner called the file. Only the first match
counts: a learner may call a file as the platform calls somebody else's.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, replace

# A folder, or flat: "Ann Lee_4312_assignsubmission_file_", without the last "_" from Moodle 4.1 on; in a group, "Group
# A-Ann Lee_4312_..."; marked blind, "Participant_4312_...", in the site's language. No name has "_", Moodle sees to it.
# Where groups hand in, "Group A_12_...", with the group's number; those without a group are "Default group_...".
MOODLE = re.compile(
    r"(?P<who>.+?)(?:_(?P<user>\d+))?_assign(?:submission|feedback)_[a-z]+(?:_(?P<rest>.*))?", re.DOTALL
)
# "leeann_LATE_4312_88231_NAME.py"; text that was typed in is "leeann_4312_text.html". Of a group it is the group's
# name, with the number of one of its members. A name may end as in "team_2", which looks like a number.
CANVAS = re.compile(
    r"(?P<who>.+?)_(?P<late>LATE_)?(?P<user>\d+)_(?:\d+_(?P<rest>.+)|(?P<typed>(?:text|link)\.html))", re.DOTALL
)
CANVAS_NUMBERS = re.compile(r"_(?P<user>\d+)_(?:\d+_(?P<rest>.+)|(?P<typed>(?:text|link)\.html))", re.DOTALL)
ANONYMOUS = re.compile(r"(?P<late>LATE_)?(?P<who>anon_[^\W_]+)_(?:\d+_(?P<rest>.+)|(?P<typed>(?:text|link)\.html))")
# "Week 3_annlee_attempt_2026-11-14-09-15-33_NAME.py"; ".txt" without a name tells about the attempt.
BLACKBOARD = re.compile(
    r"(?P<head>.+?)_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:_(?P<rest>.+)|(?P<typed>\.txt))?", re.DOTALL
)
# "4312-88 - Ann Lee - Nov 14, 2026 915 AM", with " - NAME.py" behind it where there are no folders.
BRIGHTSPACE = re.compile(
    r"(?:(?P<user>\d+)-\d+ - )?(?P<who>.+?) - (?P<when>[^-]*?\b\d{4}\b[^-]*?)(?: - (?P<rest>.+))?", re.DOTALL
)
BRIGHTSPACE_TIME = re.compile(r".*\b\d{4}\b,? (?:\d{3,4}|\d{1,2}[.:h]\d\d)(?: ?[AaPp]\.?[Mm]\.?)?")
BRIGHTSPACE_DATE = re.compile(r"(?:(\w+) (\d{1,2})|(\d{1,2}) (\w+)), (\d{4}),? (\d{1,2})[:.h]?(\d\d)(?: ([AP])M)?")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
NAMED = re.compile(rb"(?m)^Name:[^\n]*\(([^()\r\n]+)\)\s*$")  # in Blackboard's text about an attempt


@dataclass(frozen=True)
class Code:
    """What a platform wrote into a name.

    Attributes:
        platform: "moodle", "canvas", "blackboard" or "brightspace".
        who: the learner's name as it is written there; of Blackboard's, the assignment's before it, until `settle`.
        number: that of the learner on Canvas or Brightspace, that of the participant, or of the group, on Moodle, or
            the user name on Blackboard; "" where there is none.
        rest: what the learner called the file; "" for a folder.
        when: what puts a learner's attempts in order; () if nothing does.
        late: whether Canvas says that it came late.
        either: the other `Code` as which a name of Canvas's can be read; None if there is none.
    """

    platform: str
    who: str
    number: str = ""
    rest: str = ""
    when: tuple = ()
    late: bool = False
    either: "Code | None" = None


def read_codes(names):
    """What a platform wrote into the names of what lies side by side: `{name: Code}`, without the others.

    Where a name can be read as two platforms', as the one that most of the names are of: a learner chooses one's own
    only. Else as the one whose part ends first, for the learner's follows it; but an assignment on Blackboard, which
    comes before, may be called "Task_1_2".
    """
    read = {name: found for name in names if (found := _readings(name))}
    counts = Counter(code.platform for found in read.values() for _, code in found)

    def rank(reading):
        end, code = reading
        return counts[code.platform], code.platform == "blackboard", -end

    return {name: max(found, key=rank)[1] for name, found in read.items()}


def _readings(name):
    """All ways to read a name: `[(where the platform's part ends, Code), ...]`."""
    read = []
    if found := MOODLE.fullmatch(name):
        read.append(Code("moodle", found["who"], found["user"] or "", found["rest"] or ""))
    if found := BLACKBOARD.fullmatch(name):
        when = tuple(map(int, found["when"].split("-")))
        read.append(Code("blackboard", found["head"], "", found["rest"] or found["typed"] or "", when))
    if found := ANONYMOUS.fullmatch(name) or CANVAS.fullmatch(name):
        number, rest = found.groupdict().get("user", ""), found["rest"] or found["typed"]
        code = Code("canvas", found["who"], number, rest, late=bool(found["late"]))
        read.append(replace(code, either=_other_reading(name, code)))
    found = BRIGHTSPACE.fullmatch(name)
    if found and (found["user"] or BRIGHTSPACE_TIME.fullmatch(found["when"])):
        code = Code("brightspace", found["who"], found["user"] or "", found["rest"] or "", _date(found["when"]))
        read.append(code)
    return [(len(name) - len(code.rest), code) for code in read]


def _other_reading(name, code):
    """The `Code` of a name of Canvas's if the first number is the end of the learner's or the group's; else None."""
    who = f"{code.who}_{code.number}"
    found = CANVAS_NUMBERS.fullmatch(name.removeprefix(who)) if code.number and not code.late else None
    return Code("canvas", who, found["user"], found["rest"] or found["typed"]) if found else None


def settle(codes, told, names, roster=None):
    """Settle what one name alone does not tell: user names on Blackboard, and which number is the learner's on Canvas.

    Args:
        codes: `{name: Code}` of what lies side by side.
        told: `{name: content}` of Blackboard's texts about attempts, which name the user.
        names: those of exercises.
        roster: a `checker.grading.rosters.Roster` that may know whose a number is, or None.

    Returns:
        `{name: Code}`, with those of Blackboard's mended; Canvas's numbers are taken away that stand for several names,
        for then they are something else, such as a date, and those of which the roster does not tell which it is.
    """
    if roster and roster.is_canvas:
        codes = {name: _surest(code, roster) for name, code in codes.items()}
    users = defaultdict(set)
    for code in codes.values():
        if code.platform == "canvas":
            users[code.number].add(plain(code.who))
    heads = {code.who for code in codes.values() if code.platform == "blackboard"}
    known = {}
    for name, content in told.items():
        found = NAMED.search(content)
        user = found[1].decode("utf-8", "replace").strip() if found else ""
        if user and codes[name].who.endswith(f"_{user}"):
            known[codes[name].who] = user
    prefix = _assignment(heads, known, names)
    settled = {}
    for name, code in codes.items():
        if code.platform == "blackboard":
            user = known.get(code.who) or code.who.removeprefix(prefix) or code.who
            settled[name] = replace(code, who=user, number=user)
        elif code.platform == "canvas" and len(users[code.number]) > 1:
            settled[name] = replace(code, number="")
        else:
            settled[name] = code
    return settled


def _surest(code, roster):
    """The reading of a name of Canvas's that a roster bears out, by number and name; without a number if none is."""
    if code.either is None:
        return code
    both = code, code.either
    agree = [each for each in both if roster.agrees(each.who, each.number)]
    known = agree or [each for each in both if roster.has_number(each.number)]
    return known[0] if len(known) == 1 else replace(code.either, number="")


def _assignment(heads, known, names):
    """What stands before the user's name in all of them: "" where that is not certain, for names have "_", too."""
    for head, user in known.items():
        if all(each.startswith(head.removesuffix(user)) for each in heads):
            return head.removesuffix(user)
    split = [head.split("_") for head in heads]
    common = 0
    while split and all(len(each) > common + 1 and each[: common + 1] == split[0][: common + 1] for each in split):
        common += 1
    for count in range(1, common + 1):
        prefix = "_".join(split[0][:count])
        if any(re.search(rf"(?i)(?<![^\W_]){re.escape(name)}(?![^\W_])", prefix) for name in names):
            return f"{prefix}_"
    return f"{split[0][0]}_" if common == 1 else ""


def _date(text):
    """Brightspace's time as numbers that can be compared; () where it is in another language than English."""
    found = BRIGHTSPACE_DATE.fullmatch(text.strip())
    month = (found[1] or found[4])[:3].lower() if found else ""
    if month not in MONTHS:
        return ()
    hour = int(found[6]) if found[8] is None else int(found[6]) % 12 + 12 * (found[8] == "P")
    return int(found[5]), MONTHS.index(month) + 1, int(found[2] or found[3]), hour, int(found[7])


def plain(name):
    """A name by which two people are told apart: accents composed, upper and lower case, and spaces the same."""
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).split())
