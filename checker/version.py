"""One digest of all that a verdict depends on beside the learner's file and the seed."""

import contextlib
import functools
import hashlib
import platform
from importlib import metadata
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
# Of this package: what decides, not what tells of it (report, materials, grading, commands).
ROOMS = "checks", "judge", "learner", "rubric", "run", "sandbox", "worker"
DECIDES = "*.py", *(f"{room}/**/*.py" for room in ROOMS)
WEIGHTS = "judge/weights/index.json"  # which has the digests of the weights themselves
TELLS = {"__main__.py", "cell.py"}
COMPUTES = ("keras", "numpy", "tensorflow")


@functools.cache
def version():
    """The digest, 16 hexadecimal digits; as the sources were when this process first asked.

    It covers the `sources()`, and the versions of Python and of the packages that compute.
    """
    digest = hashlib.sha256(platform.python_version().encode())
    for name in COMPUTES:
        digest.update(f"{name} {_installed(name)}".encode())
    digest.update(sources().encode())
    return digest.hexdigest()[:16]


def _installed(name):
    """The version of a package, whichever build of it is installed; "unknown" where it goes by yet another name."""
    for build in (name, f"{name}-cpu"):
        with contextlib.suppress(metadata.PackageNotFoundError):
            return metadata.version(build)
    return "unknown"


@functools.cache
def sources():
    """The digest of the sources alone, the same on every machine: the checks and all that they go through, `workshop`,
    and the judge's weights.
    """
    digest = hashlib.sha256()
    for root, patterns in ((PACKAGE, (*DECIDES, WEIGHTS)), (PACKAGE.parent / "workshop", ("**/*.py",))):
        for path in sorted({path for pattern in patterns for path in root.glob(pattern)}):
            if path.name not in TELLS:
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
