"""Right answers pass all checks; wrong ones fail first in the check that their header names, and in the words kept.

By default a sample of each exercise's answers is tried, and one right answer in the checks that train, too, but for the
judge: a minute's training of each is for `--all-answers`, which tries all in everything.
"""

import os
import re

import pytest

from checker.exercises import rubric
from checker.outcomes import plain_text
from tests.exercises.conftest import sampled
from tests.support.answers import ANSWERS, KINDS, SEED, check, collected, firsts, headers, outcomes, trained_checks

pytestmark = pytest.mark.step(9)
PREAMBLE = """\
What learners read for each wrong answer, and what it costs. To keep what it is now:
UPDATE_GOLDEN=1 python start.py test tests/exercises/test_answers.py --exercise {exercise}
The numbers of the checks named in the next line depend on how a machine rounds, and are masked.
rounded:
"""


@pytest.fixture
def judged(tmp_path):
    """Check a file of wheat or chaff, with training where that is what it is about."""

    def judge(case, **options):
        answer = tmp_path / f"{case.exercise}.py"
        answer.write_text(case.text, encoding="utf-8")
        return check(case.exercise, answer, **options)

    return judge


@pytest.mark.step(4)
def test_there_are_right_and_wrong_answers_whose_headers_say_what_they_are(exercise):
    checks = {check.name for check in rubric(exercise)}
    assert collected("wheat", exercise.name), f"put a right answer into tests/answers/{exercise.name}/wheat"
    chaff = collected("chaff", exercise.name)
    assert chaff, f"put a wrong answer into tests/answers/{exercise.name}/chaff"
    for kind in KINDS:
        for case in collected(kind, exercise.name):
            headers(case.path)
    for case in chaff:
        assert case.says("fails") in checks, f"{case.path}: `# fails:` names no check of {exercise.name}"
        assert set(case.lists("also")) <= checks, f"{case.path}: `# also:` names no check of {exercise.name}"


@pytest.mark.sample
def test_a_right_answer_passes_everything(wheat, judged, request):
    everything = request.config.getoption("--all-answers")
    seed, _, static = wheat.says("seed").partition(" ")
    train = sampled(request.config, wheat, 1) or bool(seed and not static)
    train = train and not request.config.getoption("--quick")
    if train and trained_checks(wheat.exercise):
        request.getfixturevalue("real_digits")
    outcome = judged(wheat, train=train, seed=int(seed) if seed else None, judge=everything)
    lost = {result.number: result.failure and vars(result.failure) for result in outcome.results if not result.score}
    allowed = {f"{wheat.exercise}.{name}" for name in wheat.unreached}
    assert not lost.keys() - allowed, lost
    assert "error" not in outcomes(outcome).values(), lost


@pytest.mark.sample
def test_a_wrong_answer_fails_first_where_its_mistake_is(chaff, judged, request):
    expected = chaff.says("fails")
    train = expected in trained_checks(chaff.exercise)
    if train:
        request.getfixturevalue("real_digits")
    outcome = judged(chaff, train=train, seed=SEED)
    found = firsts(outcome)
    assert found[:1] == [expected]
    assert set(found) <= {expected, *chaff.lists("also")}
    kept = Kept(chaff.exercise)
    text = kept.message(outcome, chaff)
    if os.environ.get("UPDATE_GOLDEN"):
        kept.renew(chaff.path.stem, text)
    assert kept.sections.get(chaff.path.stem, "").strip() == text.strip()


def test_the_words_that_name_a_mistake_stand_in_its_message(exercise):
    kept = Kept(exercise.name)
    for case in collected("chaff", exercise.name):
        words = " ".join(kept.sections.get(case.path.stem, "").split())
        assert case.says("names") in words, f"{case.path}: the message kept does not have the words of `# names:`"


def test_each_message_kept_is_of_a_wrong_answer_and_each_has_one(exercise):
    kept = set(Kept(exercise.name).sections)
    chaff = {case.path.stem for case in collected("chaff", exercise.name) if not case.says("slow")}
    assert not kept - {case.path.stem for case in collected("chaff", exercise.name)}, "messages of no wrong answer"
    assert not chaff - kept, "without a message: UPDATE_GOLDEN=1 keeps them"


class Kept:
    """The messages of an exercise's chaff, in `messages.txt`.

    Attributes:
        sections: `{name of the chaff: text}`.
        rounded: checks whose numbers depend on how a machine rounds; the line `rounded:` names them.
    """

    def __init__(self, exercise):
        self.path = ANSWERS / exercise / "messages.txt"
        text = self.path.read_text(encoding="utf-8") if self.path.exists() else PREAMBLE.format(exercise=exercise)
        self.preamble, *parts = re.split(r"^=== (\w+)\n", text, flags=re.MULTILINE)
        self.sections = dict(zip(parts[::2], parts[1::2], strict=True))
        self.rounded = re.search(r"^rounded:(.*)$", self.preamble, re.MULTILINE)[1].split()

    def renew(self, name, text):
        self.sections[name] = f"{text}\n"
        text = "".join(f"=== {name}\n{self.sections[name]}" for name in sorted(self.sections))
        self.path.write_text(self.preamble.rstrip("\n") + "\n" + text, encoding="utf-8")

    def message(self, outcome, case):
        """What the learner reads first, without the numbers that depend on rounding, and a line of what is lost."""
        exercise, check = case.exercise, case.says("fails")
        result, learner = outcome.results.find(exercise, check), outcome.results.learners[exercise]
        text = plain_text(result, learner).replace(str(learner.path), f"{exercise}.py").replace("\\", "/")
        if check in self.rounded:
            text = re.sub(
                r"(?<=expected )([^\n]*)|(?<=got      )\s*([^\n]*)", lambda m: re.sub(r"\d[\d.e+-]*", "#", m[0]), text
            )
        text = re.sub(r", line \d+", ", line #", text)  # which changes with every edit of the solution
        return f"[{result.title}]\n{text}\n{self.lost(outcome, case)}\n"

    def lost(self, outcome, case):
        """`lost: CHECK POINTS, ...; waits: CHECK POINTS, ...`, but for what depends on rounding."""
        unsure = {name for name in case.lists("also") if name in self.rounded}
        told = {"lost": [], "waits": []}
        for result in outcome.results:
            if result.check in unsure or result.message.rpartition(".")[2] in unsure:
                unsure.add(result.check)  # it waits for a check that may pass elsewhere
            elif result.outcome != "pass":
                told["waits" if result.outcome == "wait" else "lost"].append(f"{result.check} {result.points}")
        return "; ".join(f"{word}: {', '.join(names)}" for word, names in told.items() if names)
