"""Nobody gains a point by force, reaches what is outside, or harms who comes next: all attacks, confined.

The table of them, docs/evidence/attacks.md, is written by `python -m benchmarks attacks`.
"""

import pytest

from checker.run.session import run
from tests.support.answers import compose_unwritten, outcomes

pytestmark = [pytest.mark.step(10), pytest.mark.confinement, pytest.mark.slow]


def test_attack_gains_nothing_and_is_told(attack, scene):
    assert attack.says("tries"), f"{attack.path} says not what it tries"
    assert attack.says("tells"), f"{attack.path} says not what is told of it"
    result = scene.run(attack.path)
    assert result.harm == []
    assert set(result.passed) <= set(attack.lists("honest")), result.report
    assert attack.says("tells") in result.report
    assert result.seconds < 60


@pytest.mark.parametrize(
    "value",
    ["True", "None", "-1.5", "'x' * 300", "[]", "{'value': 1}", "np.zeros((3, 0))", "wire.Ref(1, 'model', 'x')"],
)
def test_forged_answers_break_nothing(exercise, value, scene, tmp_path):
    """A worker that gives the same answer to every question fails, and is never the checker's own error."""
    path = tmp_path / f"{exercise.name}.py"
    path.write_text(
        compose_unwritten(
            exercise.name,
            "import sys\nimport numpy as np\nfrom checker.worker import wire\n"
            f"VALUE = {value}\n"
            "sys.modules['__main__'].Worker.answer ="
            " lambda self, request: wire.pack({'id': request['id'], 'value': VALUE})\n",
        ),
        encoding="utf-8",
    )
    found = outcomes(run([exercise], file=path, train=False))
    assert "error" not in found.values(), found
    assert list(found.values()).count("pass") <= 1  # `None` is what a function without `return` gives, too
