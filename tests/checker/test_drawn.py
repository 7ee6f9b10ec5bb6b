"""What a check draws, and what the learner's code draws for it, hangs on the seed alone, and on no other check."""

import shutil
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from checker import exercises
from checker.run import session

BODY = "learner.figures[{name!r}] = [*rng.random(2), *learner.draw()]"
CHECK = '@pytest.mark.points({points})\ndef check_{name}(learner, rng, shared, others):\n    """draw() draws"""\n    {body}\n'
SHARED = """
import pytest


@pytest.fixture(scope="module")
def shared(rng_for):
    return rng_for("shared").random(2).tolist()


@pytest.fixture(scope="module")
def others(rng_for):
    return rng_for("others").random(2).tolist()

"""
ANSWER = "import keras\n\n\ndef draw():\n    return keras.random.normal((2,)).numpy().tolist()\n"


@pytest.fixture
def drawn(tmp_path, monkeypatch):
    """What checks draw, by their names; call it with the checks, `{name: statement}`, and a seed."""

    def run(bodies, seed):
        folder = Path(tempfile.mkdtemp(dir=tmp_path))
        sys.modules.pop("check_toy", None)  # one of another folder
        shutil.copyfile(exercises.CHECKS / "pytest.ini", folder / "pytest.ini")
        monkeypatch.setattr(exercises, "CHECKS", folder)
        points = [100 - len(bodies) + 1] + [1] * (len(bodies) - 1)
        checks = [
            CHECK.format(points=some, name=name, body=body)
            for some, (name, body) in zip(points, bodies.items(), strict=True)
        ]
        (folder / "check_toy.py").write_text(SHARED + "\n\n".join(checks), encoding="utf-8")
        answer = tmp_path / "toy.py"
        answer.write_text(ANSWER, encoding="utf-8")
        toy = SimpleNamespace(name="toy", checks=folder / "check_toy.py")
        outcome = session.run([toy], paths={"toy": answer}, seed=seed)
        assert {result.outcome for result in outcome.results} == {"pass"}, [vars(each) for each in outcome.results]
        monkeypatch.undo()
        return outcome.results.learners["toy"].figures

    return run


def test_a_check_draws_the_same_whatever_other_checks_draw(drawn):
    last = BODY.format(name="last")
    alone = drawn({"last": last}, 1)
    behind = drawn({"first": BODY.format(name="first") + "; rng.random(9); learner.draw()", "last": last}, 1)
    assert behind["last"] == alone["last"]
    assert set(behind["first"]).isdisjoint(behind["last"])
    assert set(drawn({"last": last}, 2)["last"]).isdisjoint(alone["last"])


def test_what_checks_share_draws_from_a_generator_of_its_own(drawn):
    body = "learner.figures[{name!r}] = [shared, others, rng.random(2).tolist()]"
    found = drawn({name: body.format(name=name) for name in ("one", "two")}, 1)
    assert found["one"][:2] == found["two"][:2]
    assert len({tuple(each) for each in (*found["one"], *found["two"])}) == 4
