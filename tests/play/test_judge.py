"""Pages ask a judge where one is installed, and do without where none is."""

import importlib.metadata
import tomllib

import numpy as np
import pytest

from checker.judge import unseen, winged_horses
from checker.judge.card import Drawn
from checker.judge.referees import Referees
from workshop import data
from workshop.play import judging, sessions

# Small networks are trained once, and one browser opened, in one process.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("play")]


@pytest.fixture
def installed(monkeypatch):
    """Let these be installed, whatever is."""

    def let(*targets):
        points = [importlib.metadata.EntryPoint("judge", target, judging.GROUP) for target in targets]
        monkeypatch.setattr(judging, "entry_points", lambda group: points)

    return let


def test_the_checker_says_where_its_judge_is(root):
    with open(root / "pyproject.toml", "rb") as file:
        points = tomllib.load(file)["project"]["entry-points"][judging.GROUP]
    assert list(points.values()) == ["checker.judge.live:find"]


def test_the_judge_says_what_it_makes_of_an_image(generator, installed, real_digits):
    installed("checker.judge.live:find")
    session = sessions.of("explore", [generator])
    assert session.page["judge"] is True
    answer = session.answer({"id": 1, "ask": "judge", "codes": np.zeros((1, 6)).tolist(), "label": 3, "strength": 1})
    assert "It fools the judge at no level; the judge reads " in answer["verdicts"][0]["told"]
    judge = judging.find(dataset="mnist")
    told = [judge(real_digits.test.images[place : place + 1, ..., None])["told"] for place in range(8)]
    assert sum("at level easy, medium, hard" in each for each in told) >= 6
    assert sum(f"reads {real_digits.test.labels[place]}" in each for place, each in enumerate(told)) >= 7


def test_the_judge_of_a_class_that_no_data_set_has_says_how_sure_it_is():
    judge, winged, horses = judging.find("creatures"), winged_horses.draw(4, 5), data.load("creatures").test
    horse = horses.images[horses.labels == 2 * data.creatures.HORSE][0]
    between = np.stack([((1 - share) * horse + share * winged[0]).astype("uint8") for share in (0, 0.4, 0.5, 0.6, 1)])
    referees = Referees(data.load("creatures"))
    sure = unseen.likeness(Drawn(between), referees)
    referees.close()
    told = [judge(image[np.newaxis])["told"].split()[3] for image in between]
    assert told == [f"{share:.0%}" for share in sure]
    assert len(set(told)) > 2, "a share, not yes or no"


def test_without_a_judge_or_with_a_broken_one_the_page_does_without(generator, installed):
    for targets in ((), ("nowhere:find",)):
        installed(*targets)
        session = sessions.of("explore", [generator])
        assert session.page["judge"] is False
        assert "error" in session.answer({"id": 1, "ask": "judge", "codes": np.zeros((1, 6)).tolist()})
    installed("checker.judge.live:find")
    assert judging.find("some/photos") is None
