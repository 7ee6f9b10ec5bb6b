"""Whatever a worker answers, no check breaks: a sample of what `python -m benchmarks fuzz` tries."""

import pytest

from checker.exercises import by_name, exercises
from tests.support.fuzzing import fuzz, record


@pytest.mark.slow
@pytest.mark.parametrize("name", [exercise.name for exercise in exercises()])
def test_malformed_replies_are_failures_and_never_errors(name):
    exercise = by_name(name)
    found = fuzz(exercise, record(exercise), seed=1_000_000, least=30)
    assert found.errors == []
    assert found.outcomes["fail"] > 0
    assert found.longest < 20
