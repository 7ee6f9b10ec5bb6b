"""Tests that share something costly run in one process, all others wherever there is room."""

SHARING = """
import os

import pytest

pytestmark = pytest.mark.xdist_group("costly")


@pytest.mark.parametrize("number", range(6))
def test_one(number):
    open(os.environ["SEEN"], "a").write(f"{os.getpid()}\\n")
"""


def test_a_file_that_shares_runs_in_one_process(root, tmp_path, run_python):
    (tmp_path / "conftest.py").write_text("from tests.conftest import pytest_xdist_make_scheduler\n")
    (tmp_path / "test_sharing.py").write_text(SHARING)
    (tmp_path / "test_other.py").write_text(SHARING.replace('pytestmark = pytest.mark.xdist_group("costly")', ""))
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = xdist_group\n")
    seen = {}
    for name in ("sharing", "other"):
        environment = {"SEEN": str(tmp_path / name), "PYTHONPATH": str(root)}
        options = ["-n", "2", "--dist", "loadgroup", "-q", f"test_{name}.py"]
        done = run_python("-m", "pytest", *options, cwd=tmp_path, env=environment)
        assert "6 passed" in done.stdout, done.stdout + done.stderr
        seen[name] = set((tmp_path / name).read_text().split())
    assert len(seen["sharing"]) == 1
    assert len(seen["other"]) == 2
