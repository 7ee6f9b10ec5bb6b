"""Right answers pass all checks; wrong ones fail first in the check that their first line names.

By default a sample of the wrong answers is tried, and a sample of the right ones in the checks that train, too, but for
the judge: a minute's training of each is for `--all-answers`, which tries all in everything.
"""

import os
import re
import zlib

import pytest

from checker.exercises import by_name
from checker.judge.bands import BANDS
from checker.judge.trial import Trial
from checker.outcomes import plain_text
from checker.rubric.adversarial import duel
from tests.support.answers import ANSWERS, SEED, check, collected, compose, firsts, header, outcomes


def name(case):
    return f"{case[0]}/{case[1].stem}"


@pytest.fixture
def judged(tmp_path):
    """Check a file of wheat or chaff, with training where that is what it is about."""

    def judge(exercise, path, train, seed=None):
        answer = tmp_path / f"{exercise}.py"
        answer.write_text(compose(exercise, path.read_text(encoding="utf-8")), encoding="utf-8")
        return check(exercise, answer, train=train, seed=seed)

    return judge


@pytest.mark.parametrize("case", collected("wheat"), ids=name)
def test_a_right_answer_passes_everything(case, judged, request, monkeypatch):
    train = sampled(request.config, case)
    if train and trained_checks(case[0]):
        request.getfixturevalue("mnist")
    if not request.config.getoption("--all-answers"):
        monkeypatch.setattr(Trial, "hold", pass_at_once)
    outcome = judged(*case, train=train)
    wrong = {result.number: vars(result.failure) for result in outcome.results if result.failure}
    assert not wrong
    assert set(outcomes(outcome).values()) == {"pass"}


def pass_at_once(trial, learner, rng, dataset):
    """In the place of `Trial.hold`, and a minute's training: a report card that meets whatever is asked for."""
    numbers = {"dataset": dataset.name, "fooled": [1, 1, 1], "clear_real": 1, "frechet_real": 1}
    asked = {each.measure: each.bound(dataset.name) for band in BANDS.values() for each in band}
    trial.untrained, trial.card = {"fooled": [0, 0, 0]}, numbers | asked


def sampled(config, case):
    """Whether a case is tried although not all are: two of five, always the same ones."""
    everything = config.getoption("--all-answers") or config.getoption("keyword") or os.environ.get("UPDATE_GOLDEN")
    return bool(everything) or zlib.crc32(name(case).encode()) % 5 < 2


def pytest_generate_tests(metafunc):
    if metafunc.function.__name__.startswith("test_a_wrong_answer"):
        cases = [case for case in collected("chaff") if sampled(metafunc.config, case)]
        metafunc.parametrize("case", cases, ids=name)


def test_a_wrong_answer_fails_first_where_its_mistake_is(case, judged, request):
    exercise, path = case
    (expected,) = header(path, "fails")
    train = expected in trained_checks(exercise)
    if train:
        request.getfixturevalue("mnist")
    outcome = judged(exercise, path, train, SEED)
    found = firsts(outcome)
    assert found[:1] == [expected]
    assert set(found) <= {expected, *header(path, "also")}
    golden(exercise, path.stem, message(outcome, exercise, expected))


def test_two_networks_may_begin_anew(judged, monkeypatch, request):
    """With this seed the first 200 steps of a right answer lead nowhere, as one beginning in twenty does."""
    request.getfixturevalue("mnist")
    monkeypatch.setattr(Trial, "hold", pass_at_once)
    begun = []
    train = duel.Duel._train
    monkeypatch.setattr(duel.Duel, "_train", lambda self, *rest: begun.append(train(self, *rest)) or begun[-1])
    outcome = judged("dcgan", ANSWERS / "dcgan" / "wheat" / "deep_discriminator.py", True, 19)
    assert not [result.number for result in outcome.results if result.failure]
    assert len(begun) == (1 if begun[0] < duel.MOST_REMAINING else 2)


def trained_checks(exercise):
    """The names of an exercise's checks that train."""
    text = by_name(exercise).checks.read_text(encoding="utf-8")
    return re.findall(r"^@pytest\.mark\.trained\n(?:@.*\n)*def check_(\w+)", text, re.MULTILINE)


def message(outcome, exercise, name):
    """What the learner reads, without the numbers that depend on how this machine rounds."""
    result, learner = outcome.results.find(exercise, name), outcome.results.learners[exercise]
    text = plain_text(result, learner).replace(str(learner.path), f"{exercise}.py").replace("\\", "/")
    if name in ("learns", "trained", "loss", "nonlinearity", "generator_range") or name.startswith("step_"):
        text = re.sub(
            r"(?<=expected )([^\n]*)|(?<=got      )\s*([^\n]*)", lambda m: re.sub(r"\d[\d.e+-]*", "#", m[0]), text
        )
    text = re.sub(r", line \d+", ", line #", text)  # which changes with every edit of the solution
    return f"[{result.title}]\n{text}\n"


def golden(exercise, section, text):
    """Compare a message with the one kept in `messages.txt`; UPDATE_GOLDEN=1 keeps the new one instead."""
    path = ANSWERS / exercise / "messages.txt"
    parts = re.split(r"^=== (\w+)\n", path.read_text(encoding="utf-8") if path.exists() else "", flags=re.MULTILINE)
    kept = dict(zip(parts[1::2], parts[2::2], strict=True))
    if os.environ.get("UPDATE_GOLDEN"):
        kept[section] = f"{text}\n"
        path.write_text("".join(f"=== {name}\n{kept[name]}" for name in sorted(kept)), encoding="utf-8")
    assert kept.get(section, "").strip() == text.strip()
