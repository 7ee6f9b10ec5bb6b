"""What the judge's tests share: its referees for MNIST, which take seconds to look at real images for the first time."""

import pytest

from checker.judge.referees import Referees


@pytest.fixture(scope="session")
def referees(real_digits):
    referees = Referees(real_digits)
    yield referees
    referees.close()
