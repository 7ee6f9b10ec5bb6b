"""Puts answers together for tests: the reference solution, with what a test's file writes in another way."""

from pathlib import Path

from checker.exercises import by_name
from checker.run import session

ANSWERS = Path(__file__).resolve().parents[1] / "answers"
SEED = 20260101  # where a test wants the same numbers every time


def compose(exercise, text):
    """The text of a whole answer: the solution, followed by functions that take the place of its own."""
    solution = by_name(exercise).solution.read_text(encoding="utf-8")
    body, _, _ = solution.partition('\nif __name__ == "__main__":')
    return f"{body}\n\n{text}"


def check(exercise, path, train=False, seed=None, **options):
    """Check a file in this process, as `python -m checker` does; returns a `checker.run.session.Session`."""
    return session.run([by_name(exercise)], file=path, seed=seed, train=train, **options)


def outcomes(outcome):
    """`{check: outcome}`."""
    return {result.check: result.outcome for result in outcome.results}


def firsts(outcome):
    """The checks that failed by themselves, not for want of another, in their order."""
    return [result.check for result in outcome.results if result.outcome not in ("pass", "wait")]


def collected(kind):
    """All files of wheat or chaff, as `(exercise, path)`."""
    return [(path.parents[1].name, path) for path in sorted(ANSWERS.glob(f"*/{kind}/*.py"))]


def header_line(path, name):
    """The rest of the line `# name:` among the first of a file; "" where there is none."""
    for line in path.read_text(encoding="utf-8").splitlines()[:4]:
        if line.startswith(f"# {name}:"):
            return " ".join(line.partition(":")[2].split())
    return ""


def header(path, name):
    """The words of that line."""
    return header_line(path, name).replace(",", " ").split()
