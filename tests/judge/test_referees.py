"""The process that holds the reference networks."""

import numpy as np
import pytest

from checker.judge.referees import Referees
from checker.sandbox import launchers

pytestmark = pytest.mark.slow


def test_a_judges_process_that_has_ended_is_replaced_at_the_next_question(real_digits):
    referees, images = Referees(real_digits), real_digits.test.images[:20]
    before = referees.outputs("classifier", images)
    launchers.launcher().close()  # as where workers are confined anew: it ends all that it has started
    assert np.allclose(referees.outputs("classifier", images), before, atol=1e-5)
    referees.close()
    assert np.allclose(referees.outputs("classifier", images), before, atol=1e-5)
    referees.close()
