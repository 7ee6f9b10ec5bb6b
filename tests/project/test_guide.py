"""The guide on how to add an exercise shows files of a toy that the tests prove, as they are."""

import pytest

from tests.conftest import ROOT

TOY = ROOT / "tests" / "toys" / "invert"
SHOWN = sorted(path for suffix in (".py", ".md") for path in TOY.rglob(f"*{suffix}"))


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: str(path.relative_to(TOY)))
def test_each_file_of_the_toy_stands_in_the_guide(path, root):
    guide = (root / "docs" / "contributing" / "how-to-add-an-exercise.md").read_text("utf-8")
    assert path.read_text("utf-8") in guide
