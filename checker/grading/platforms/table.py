"""The platforms, a row each: where things lie there, what time and memory there is, and what a package is made of."""

import math
from dataclasses import dataclass, field

PYTHON = "3.13"
# What grading imports of what pyproject.toml names; which versions, requirements.txt says.
NEEDED = (
    "jinja2",
    "keras",
    "markdown-it-py",
    "matplotlib",
    "numpy",
    "pillow",
    "psutil",
    "pytest",
    "rich",
    "tensorflow-cpu",
)


@dataclass(frozen=True)
class Container:
    """What a platform gives a run, once it is set as `Platform.needs` says: memory, cores, and seconds."""

    memory_gb: float = math.inf
    cores: float = math.inf
    seconds: float = math.inf


@dataclass(frozen=True)
class Platform:
    """One platform.

    Attributes:
        name, title: as it is typed, and as it calls itself.
        submission: the folder that holds what a learner handed in; relative: to where the platform starts us.
        results: the file that the platform reads.
        seconds: after which a run is ended by ourselves, so that something is told before the platform ends it.
        memory_gb: the most that one worker may hold. The platform's own limit holds the checker, too.
        needs: what to know, or to set, on the platform; lines of text.
        root: where a package's files are put, below the folder that was typed; `{name}` is the exercise's.
        files: `{path below the root: template}`; without one it is the checkout's file of that name.
        carries: where the checker's own code goes, below the root; None where an image holds it.
        zipped: whether the root is a zip file.
        longest_training: the most seconds that an exercise may state as its training's (`TRAINING_SECONDS`): with more,
            right answers would not fit there, and checks that train are left out.
        page: the file in which messages to the learner go, as Markdown, where the results have no room for them.
        container: the limits that the platform itself sets.
    """

    name: str
    title: str
    submission: str
    results: str
    seconds: int
    memory_gb: float
    needs: tuple
    root: str
    files: dict = field(default_factory=dict)
    carries: str | None = None
    zipped: bool = False
    page: str = ""
    longest_training: float = math.inf
    container: Container = Container()


PLATFORMS = {
    each.name: each
    for each in (
        Platform(
            "gradescope",
            "Gradescope",
            submission="/autograder/submission",
            results="/autograder/results/results.json",
            seconds=2340,
            memory_gb=2.5,
            container=Container(3, 2, 2400),
            needs=(
                "Settings of the assignment: a container with 3 GB or more, and 2 CPUs; a time limit of 40 minutes.",
                "The defaults (0.75 GB, half a CPU, 10 minutes) end what trains; with --no-train 1.5 GB are enough.",
            ),
            root="{name}.zip",
            files={
                "setup.sh": "setup.sh",
                "install.sh": "install.sh",
                "run_autograder": "run_autograder",
                "Dockerfile": "Dockerfile",
                "requirements.txt": "",
            },
            carries="code",
            zipped=True,
        ),
        Platform(
            "prairielearn",
            "PrairieLearn",
            submission="/grade/student",
            results="/grade/results/results.json",
            seconds=570,
            memory_gb=1.2,
            container=Container(2 * 1.024**3, 0.9, 600),
            longest_training=20,
            needs=(
                "An image that PrairieLearn can fetch: image/Dockerfile tells how to build and push it.",
                "In info.json, put its name instead of YOUR-IMAGE.",
                "Limits there: 2 GiB, 0.9 of a CPU, 10 minutes.",
            ),
            root="prairielearn-{name}",
            files={
                "question/info.json": "info.json",
                "question/question.html": "question.html",
                "question/tests/grade.sh": "grade.sh",
                "image/Dockerfile": "Dockerfile",
                "image/install.sh": "install.sh",
                "image/setup.sh": "setup.sh",
                "image/requirements.txt": "",
            },
            carries="image/code",
        ),
        Platform(
            "classroom50",
            "Classroom 50",
            submission=".",
            results="result.json",
            page="release-body.md",
            seconds=3300,
            memory_gb=5,
            needs=(
                "Put the folder into your classroom's repository, as CLASSROOM/autograders/ASSIGNMENT.",
                'The assignment\'s runtime: {"python": "3.13"}.',
            ),
            root="classroom50-{name}",
            files={"autograder.py": "autograder.py.jinja", "install.sh": "install.sh", "requirements.txt": ""},
            carries="code",
        ),
        Platform(
            "codegrade",
            "CodeGrade",
            submission=".",
            results="results.xml",
            seconds=570,
            memory_gb=2.5,
            needs=("Not tried on CodeGrade, nor in a likeness: the guide tells what to type there by hand.",),
            root="codegrade-{name}",
            files={"setup.sh": "setup.sh", "test.sh": "test.sh", "install.sh": "install.sh", "requirements.txt": ""},
            carries="code",
        ),
    )
}
