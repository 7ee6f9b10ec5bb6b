"""Writes a package: templates, filled in, and the checker's own code, without solutions and keys."""

import stat
import uuid
import zipfile
from pathlib import Path

from checker.errors import UsageError
from checker.exercises import PACKAGE, ROOT, is_checkout, rubric
from checker.grading.platforms.table import NEEDED, PYTHON

TEMPLATES = Path(__file__).parent / "templates"
LEFT_OUT = {"__pycache__", ".pytest_cache", ".workshop", ".ipynb_checkpoints"}
EARLIEST = (1980, 1, 1, 0, 0, 0)  # of a zip file: the same sources make the same bytes


def write(platform, exercise, folder, train=True):
    """Write the package of an exercise for a platform; returns the path of its folder, or zip file.

    Args:
        platform: a `checker.grading.platforms.table.Platform`.
        exercise: a `checker.exercises.Exercise`.
        folder: where it goes; made, where it is not there.
        train: whether the checks that train are run there.

    Raises:
        UsageError: this is no checkout, or something lies there already.
    """
    if not is_checkout():
        raise UsageError("A package is made in a checkout: an installed package lacks requirements.txt and image.")
    place = Path(folder, platform.root.format(name=exercise.name))
    if place.exists():
        raise UsageError(f"{place} is there already.\nRemove it, or name another folder.")
    files = content(platform, exercise, train)
    place.parent.mkdir(parents=True, exist_ok=True)
    if platform.zipped:
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, (data, mode) in files.items():
                told = zipfile.ZipInfo(name, EARLIEST)
                told.create_system, told.external_attr = 3, (stat.S_IFREG | mode) << 16  # as Unix packs them
                told.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(told, data)
        return place
    for name, (data, mode) in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod(mode)
    return place


def trains(platform, exercise, wanted=True):
    """Whether the checks that train are run there, where they are wanted: not if they ask for more than there is."""
    return wanted and exercise.training_seconds <= platform.longest_training


def content(platform, exercise, train=True):
    """All files of a package: `{path: (bytes, mode)}`."""
    found, train = {}, trains(platform, exercise, train)
    values = {
        "platform": platform,
        "exercise": exercise,
        "options": "" if train else " --no-train",
        "points": sum(check.points for check in rubric(exercise) if train or not check.trained),
        "python": PYTHON,
        "uuid": uuid.uuid5(uuid.NAMESPACE_URL, f"neural-image-workshop/{exercise.name}/{train}"),
        "needed": " ".join(NEEDED),
    }
    for path, template in platform.files.items():
        text = _render(platform, template, values) if template else (ROOT / Path(path).name).read_text("utf-8")
        program = text.startswith("#!")
        found[path] = text.encode("utf-8"), 0o755 if program else 0o644
    if platform.carries is not None:
        for path, data in code().items():
            found[f"{platform.carries}/{path}"] = data, 0o644
    return found


def _render(platform, template, values):
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader([TEMPLATES / platform.name, TEMPLATES])
    environment = Environment(
        loader=loader, undefined=StrictUndefined, keep_trailing_newline=True, newline_sequence="\n"
    )
    return environment.get_template(template).render(values)


def code():
    """What an installed package would hold: `checker`, `workshop`, skeletons and lessons: `{path: bytes}`."""
    folders = [(PACKAGE, "checker"), (PACKAGE.parent / "workshop", "workshop")]
    found = {}
    for folder, name in folders:
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.is_file() and not LEFT_OUT & set(inside.parts) and path.suffix != ".pyc":
                found[f"{name}/{inside.as_posix()}"] = path.read_bytes()
    for folder, name, ending in (("exercises", "exercises", "py"), ("docs/lessons", "lessons", "md")):
        for path in sorted((ROOT / folder).glob(f"*.{ending}")):
            found[f"checker/carried/{name}/{path.name}"] = path.read_bytes()
    return found
