"""Fixtures of the tests of grading."""

import pytest

from tests.support.graded_class import GradedClass


@pytest.fixture
def a_class(tmp_path, command, monkeypatch):
    """A class that is graded by a stub: see `tests.support.graded_class`."""
    return GradedClass(tmp_path, command, monkeypatch)
