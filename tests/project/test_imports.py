"""The rooms of the house: imports run one way, and no file is long."""

import os
import subprocess
import sys

import pytest

MOST_LINES = 350


def test_imports_run_one_way_without_a_circle(root):
    """The contract stands in pyproject.toml, below [tool.importlinter]."""
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
        "--no-cache",
    ]
    environment = os.environ | {"PYTHONPATH": str(root), "COLUMNS": "200"}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_contract_hides_nothing(root):
    text = (root / "pyproject.toml").read_text("utf-8")
    assert "exhaustive = true" in text
    assert "ignore_imports" not in text


@pytest.mark.parametrize("package", ["checker", "workshop"])
def test_no_file_is_long(package, root):
    """Rubrics may be longer; they shrink as what they share moves into rooms."""
    lengths = {
        str(path.relative_to(root)): len(path.read_text("utf-8").splitlines())
        for path in (root / package).rglob("*.py")
        if path.parent.name != "checks"
    }
    assert {name: count for name, count in lengths.items() if count > MOST_LINES} == {}
