"""The platforms, a row each: where things lie there, what time and memory there is, and what a package is made of."""

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
        files: `{path below the root: template}`; a template that ends with ".sh" or has no ending is a program.
        carries: where the checker's own code goes, below the root; None where an image holds it.
        zipped: whether the root is a zip file.
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
            needs=(
                "Settings of the assignment: a container with 3 GB or more, and 2 CPUs; a time limit of 40 minutes.",
                "The defaults (0.75 GB, half a CPU, 10 minutes) end TensorFlow, or what trains.",
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
    )
}
