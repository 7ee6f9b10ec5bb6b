"""Answers that are copies of others are found, and others are not."""

import pytest

from checker.grading import similarity
from tests.support.answers import collected, some_exercise

EXERCISE = some_exercise()


def test_copies_are_found_and_others_are_not():
    skeleton = similarity.fingerprints(EXERCISE.skeleton.read_bytes())
    solution = EXERCISE.solution.read_bytes()
    own = {wheat.path.stem: wheat.path.read_bytes() for wheat in collected("wheat", EXERCISE.name)}
    files = {name: similarity.fingerprints(content) for name, content in own.items()}
    files["published"] = similarity.fingerprints(solution)
    files["indented"] = similarity.fingerprints(solution.replace(b"    ", b"  ").replace(b"# ", b"#  "))
    files["one line more"] = similarity.fingerprints(solution + b"\nx = 1\n")
    files["skeleton"] = skeleton
    same, pairs = similarity.alike(files, skeleton)
    assert ["indented", "published"] in [sorted(names) for names in same]
    assert [pair[:2] for pair in pairs if "one line more" in pair]
    assert not [pair for pair in pairs if not set(pair[:2]) & {"published", "indented", "one line more"}]
    assert set(similarity.copies(files, similarity.fingerprints(solution), skeleton)) == {
        "published",
        "indented",
        "one line more",
    }


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"def (", b"'''" * 3, b"(" * 100_000, b"x = 1\n" * 100_000])
def test_fingerprints_of_anything(content):
    assert len(similarity.fingerprints(content)) <= similarity.MOST


def test_thousands_of_copies_are_one_group():
    content = EXERCISE.solution.read_bytes()
    numbers = similarity.fingerprints(content)
    files = {f"learner {number}": numbers for number in range(3000)}
    same, pairs = similarity.alike(files, similarity.fingerprints(EXERCISE.skeleton.read_bytes()))
    assert (len(same), len(same[0]), pairs) == (1, 3000, [])
