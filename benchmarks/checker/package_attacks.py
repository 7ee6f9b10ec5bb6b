"""Runs all attacks of tests/answers through each package, in likenesses of their platforms, and tells what they gained.

python -m benchmarks package_attacks [PLATFORM...] [--only WORD] [--minutes N]

Each gets the limits that learners get. An exit status of 1 says that one gained a point, changed the platform, or left
it without an answer where level class has one. What was found is kept in build/evidence/package_attacks until the
sources change: with --minutes it is done piece by piece. When all have been tried through all packages, the page is
written. Linux with bubblewrap, as root.
"""

import argparse
import functools
import tempfile
from pathlib import Path

from benchmarks.common import pages
from benchmarks.common.resumed import Resumed
from checker.exercises import by_name, rubric
from checker.grading.platforms.convert import TOLD
from tests.support.answers import collected, compose_unwritten
from tests.support.likeness import Likeness

TAKES = "ten minutes a platform"
PAGE = "package-attacks.md"
SECRET = "SECRET-of-the-instructor"


def gained(likeness, attack):
    """What an attack came to beside what is honest in it: a list of words."""
    names = f"OUTSIDE, PORT, ABSTRACT = {likeness.platform.submission!r}, 9, '\\0nobody'\n"
    text = compose_unwritten(attack.exercise, names + attack.path.read_text("utf-8"))
    before = likeness.files()
    answered = likeness.hand_in({f"{attack.exercise}.py": text}, INSTRUCTOR_SECRET=SECRET)
    tests = (answered.result or {}).get("tests")
    if tests is None:
        return ["no mark: " + " ".join(answered.printed.split())[-200:]]
    checks = [check.name for check in rubric(by_name(attack.exercise)) if not check.trained]
    scores = [test["points"] if "points" in test else test["score"] for test in tests]
    found = [
        check for check, score in zip(checks, scores, strict=True) if score and check not in attack.lists("honest")
    ]
    found += ["changed files"] if likeness.files() != before else []
    return found + (["read a secret"] if SECRET in answered.told else [])


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("platforms", nargs="*", metavar="PLATFORM", default=list(TOLD))
    parser.add_argument("--only", default="", metavar="WORD", help="attacks whose name has it")
    parser.add_argument("--minutes", type=float, metavar="N", help="begin nothing more after so many")
    options = parser.parse_args(arguments)
    attacks = [each for each in collected("attacks") if options.only in each.name]
    rows, kept = [], Resumed("package_attacks", options.minutes)
    for platform in options.platforms:
        for exercise in dict.fromkeys(each.exercise for each in attacks):
            with tempfile.TemporaryDirectory() as folder:
                Path(folder).chmod(0o755)
                # Made where something is still to be done.
                likeness = functools.cache(functools.partial(Likeness, platform, exercise, folder))
                for attack in (each for each in attacks if each.exercise == exercise):
                    found = kept.get(
                        [platform, attack.name, attack.path.read_text("utf-8")],
                        lambda attack=attack, likeness=likeness: gained(likeness(), attack),
                    )
                    if found is not None:
                        rows.append((platform, attack, found))
                        print(f"{platform:12} {attack.name:50} {'; '.join(found) or 'nothing'}", flush=True)
    harmful = sum(bool(found) for *_, found in rows)
    left = f", {kept.left} left to do" if kept.left else ""
    print(f"{len(rows)} attacks on {', '.join(options.platforms)}{left}; {harmful} came to something.")
    if not kept.left and not options.only and set(options.platforms) == set(TOLD):
        pages.write(PAGE, page(rows))
    return 1 if harmful else 0


def page(rows):
    """The page as Markdown: `rows` has `(platform, attack, what it came to)`."""
    platforms = list(dict.fromkeys(platform for platform, *_ in rows))
    names = sorted({attack.exercise for _, attack, _ in rows})
    table = "".join(
        f"| {platform} | "
        + " | ".join(
            str(sum(where == platform and attack.exercise == name for where, attack, _ in rows)) for name in names
        )
        + f" | {sum(bool(found) for where, _, found in rows if where == platform)} |\n"
        for platform in platforms
    )
    harmful = "".join(
        f"- {platform}, {attack.name} ({attack.says('tries')}): {'; '.join(found)}\n"
        for platform, attack, found in rows
        if found
    )
    told = f"\n## What came to something\n\n{harmful}" if harmful else ""
    return (
        pages.head("Attacks through the packages", "package_attacks")
        + PAGE_TEXT
        + f"| platform | {' | '.join(names)} | came to something |\n{'|---' * (len(names) + 2)}|\n{table}{told}"
    )


PAGE_TEXT = """\
Each attack of `tests/answers` is handed in through each package, in a likeness of its platform: the platform's paths,
the rights that Docker leaves to root, no network, and the platform's memory, cores and time. It came to something if
it gained a point that is not honest in it, if it changed a file of the platform, if a secret of the instructor's
environment stood in what learners read, or if it left the platform without an answer. There is no likeness of
CodeGrade. What each attack tries stands in [attacks.md](attacks.md).

"""
