"""What the judge's tests share: its referees for MNIST, which take seconds to look at real images for the first time."""

import pytest

from checker.judge.referees import Referees
from checker.sandbox import launchers


@pytest.fixture(scope="session")
def _kept():
    """Referees by the launcher that started their process: it ends with the launcher, as where a test confines anew."""
    kept = {}
    yield kept
    for referees in kept.values():
        referees.close()


@pytest.fixture(scope="module")
def referees(real_digits, _kept):
    launcher = launchers.launcher()
    if launcher not in _kept:
        _kept[launcher] = Referees(real_digits)
    return _kept[launcher]
