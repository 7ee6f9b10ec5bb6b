"""The digest of all that a verdict depends on."""

import shutil

import pytest

from checker import version


@pytest.fixture
def copied(root, tmp_path, monkeypatch):
    """A copy of the sources, whose digest is taken."""
    for name in ("checker", "workshop"):
        shutil.copytree(root / name, tmp_path / name, ignore=shutil.ignore_patterns("*.npz", "__pycache__"))
    monkeypatch.setattr(version, "PACKAGE", tmp_path / "checker")
    yield tmp_path
    version.sources.cache_clear()


def digest():
    """The digest of the sources as they are now, not as they were when this process first asked."""
    version.sources.cache_clear()
    return version.version.__wrapped__()


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        ("checker/checks/check_{first}.py", True),
        ("checker/learner/code.py", True),
        ("checker/worker/main.py", True),
        ("checker/outcomes.py", True),
        ("checker/judge/weights/index.json", True),
        ("workshop/runs.py", True),
        ("checker/__main__.py", False),
        ("checker/commands/demo.py", False),
        ("checker/report/pages.py", False),
        ("checker/grading/records.py", False),
        ("checker/materials/lessons.py", False),
    ],
)
def test_what_decides_changes_the_digest_and_what_tells_of_it_does_not(path, changes, copied):
    from checker.exercises import exercises

    before = digest()
    target = copied / path.format(first=exercises()[0].name)
    target.write_text(target.read_text("utf-8") + "\n", encoding="utf-8")
    assert (digest() != before) == changes


def test_another_version_of_what_computes_is_another_digest(monkeypatch):
    before = version.version.__wrapped__()
    monkeypatch.setattr(version.metadata, "version", lambda name: "0.0")
    assert version.version.__wrapped__() != before
