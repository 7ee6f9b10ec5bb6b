"""A new exercise is one solution, one lesson, one check file, a few wheat and chaff, and no edit anywhere else."""

import subprocess
import textwrap

import pytest

FILES = {
    "solutions/invert.py": '''
        """Exercise 99: black becomes white."""

        import numpy as np


        def invert(images):
            """uint8 (n, h, w) -> uint8 (n, h, w), 255 minus each value."""
            # TODO: turn the pictures round.
            ### BEGIN SOLUTION
            return np.uint8(255) - images
            ### END SOLUTION
        ''',
    "docs/lessons/99-invert.md": """
        # Black becomes white

        ## `invert`: one subtraction

        > **Hint.** Subtract from the brightest value. Bytes go from 0 to 255, and NumPy keeps them bytes
        > as long as all numbers are bytes.
        """,
    "checker/checks/check_invert.py": '''
        """Black becomes white."""

        import pytest

        from checker.rubric.expect import expect_array

        ORDER = 99


        @pytest.fixture(scope="module")
        def images(rng):
            return rng.integers(0, 256, (3, 5, 4)).astype("uint8")


        @pytest.mark.points(40)
        def check_dtype(learner, images):
            """invert() returns bytes"""
            expect_array(learner.invert(images), "what invert() returned", shape=(3, 5, 4), dtype="uint8")


        @pytest.mark.points(60, needs=["dtype"])
        def check_values(learner, images):
            """invert() turns black into white"""
            expect_array(learner.invert(images), "what invert() returned", close_to=255 - images, hint="Is 0 now 255?")
        ''',
    "tests/answers/invert/wheat/by_bits.py": """
        def invert(images):
            return ~images
        """,
    "tests/answers/invert/chaff/unchanged.py": """
        # fails: values
        def invert(images):
            return images
        """,
}


@pytest.fixture(scope="module")
def enlarged(root, tmp_path_factory):
    """A copy of the project's files, with one exercise more."""
    copy = tmp_path_factory.mktemp("project")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        if name and (root / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((root / name).read_bytes())
    for name, text in FILES.items():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    return copy


def test_sync_makes_its_skeleton(enlarged, run_python):
    done = run_python("-m", "checker", "sync", cwd=enlarged)
    assert done.returncode == 0, done.stderr
    skeleton = (enlarged / "exercises" / "invert.py").read_text("utf-8")
    assert 'raise NotImplementedError("invert.invert is yours to write")' in skeleton
    assert run_python("-m", "checker", "sync", "--check", cwd=enlarged).returncode == 0


def test_it_is_checked_hinted_and_handed_out(enlarged, run_python):
    run_python("-m", "checker", "sync", cwd=enlarged)
    done = run_python("-m", "checker", "invert", "--hint", cwd=enlarged)
    assert "invert: 0 of 100 points" in done.stdout, done.stderr
    assert "Subtract from the brightest value." in done.stdout
    done = run_python("-m", "checker", "invert", "--file", "solutions/invert.py", cwd=enlarged)
    assert "invert: 100 of 100 points" in done.stdout, done.stderr
    assert done.returncode == 0
    assert "invert.py, invert.ipynb" in run_python("-m", "checker", "start", "mine", cwd=enlarged).stdout


def test_its_wheat_and_chaff_are_tested_like_all_others(enlarged, run_python):
    run_python("-m", "checker", "sync", cwd=enlarged)  # another process may have run the test above
    done = run_python(
        "-m", "pytest", "tests/test_wheat_and_chaff.py", "tests/materials/test_sync.py", "-k", "invert", "-q",
        cwd=enlarged, env={"UPDATE_GOLDEN": "1", "WORKSHOP_DATA": str(enlarged)},
    )  # fmt: skip
    assert "4 passed" in done.stdout, done.stdout
    golden = (enlarged / "tests" / "answers" / "invert" / "messages.txt").read_text("utf-8")
    assert "=== unchanged" in golden
    assert "Is 0 now 255?" in golden


@pytest.mark.parametrize(
    ("change", "piece"),
    [
        (("points(60", "points(50"), "sum to 90, not to 100"),
        (('needs=["dtype"]', 'needs=["dtipe"]'), "needs 'dtipe', which is no check above it"),
        (("ORDER = 99", "ORDER = 1"), "state the same ORDER"),
        (("ORDER = 99", ""), "must state its place"),
        (('"""invert() returns bytes"""', "pass"), "a docstring"),
        (("from checker.rubric.expect", "from checker.rubric.expected"), "No module named"),
    ],
)
def test_a_mistake_in_a_check_file_is_told_to_its_author(enlarged, run_python, change, piece):
    path = enlarged / "checker" / "checks" / "check_invert.py"
    right = path.read_text("utf-8")
    assert change[0] in right
    path.write_text(right.replace(*change), encoding="utf-8")
    try:
        done = run_python("-m", "checker", "invert", "--file", "solutions/invert.py", cwd=enlarged)
    finally:
        path.write_text(right, encoding="utf-8")
    assert done.returncode == 3
    assert piece in done.stderr
    assert "points" not in done.stdout
