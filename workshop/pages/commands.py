"""What to type next, on the page of a run: lines that work in the folder where it was started."""

import os
import sys
from pathlib import Path

from workshop.typed import typed

# The networks that a run may leave, and the pages of `workshop.play` on which they answer.
CLASSIFIER, GENERATOR, AUTOENCODER = ("model.keras",), ("generator.keras",), ("encoder.keras", "decoder.keras")
PLAYED = {"draw": (CLASSIFIER,), "explore": (GENERATOR, AUTOENCODER)}
INVITATION = {
    "draw": "Draw with your mouse or finger, and your network reads what you draw while you draw it:",
    "explore": "Ask your network for images, with sliders, and walk through what it knows:",
}


def commands(folder, exercise, is_live, is_done):
    """The next commands, each with its purpose: `[(why, command), ...]`.

    Args:
        folder: of the run.
        exercise: its name.
        is_live: whether the run is still under way.
        is_done: whether it came to its end.
    """
    running = script(exercise)
    answer = ("-m", "checker", exercise, *(() if is_found(exercise, running) else ("--file", running)))
    if is_live:
        return [("Meanwhile, check your code in another terminal:", _line(*answer, "--no-train"))]
    if not is_done:
        found = [("See what is not right yet, with a hint:", _line(*answer, "--hint"))]
        return [*found, ("Another run:", _line(running))]
    found = [("Check your code, and see how many points it has:", _line(*answer))]
    if (folder / "samples.npy").exists() and not (folder / "card.json").exists():
        told = (
            "Do these images fool the judge? How varied are they? Are they copies? The judge draws a report card here:"
        )
        found.insert(0, (told, _line("-m", "checker", "card", shown(folder))))
    for what, kinds in PLAYED.items():
        if any(leaves(folder, files) for files in kinds):
            found.append((INVITATION[what], _line("-m", "workshop", what, shown(folder))))
    return found


def leaves(folder, files):
    """Whether all of these files are in a folder."""
    return all((folder / file).is_file() for file in files)


def script(exercise):
    """The path of the script that runs, as typed here; the exercise's own file where that is no script."""
    running = Path(sys.argv[0])
    return shown(running) if running.name == f"{exercise}.py" and running.is_file() else f"{exercise}.py"


def is_found(exercise, path):
    """Whether the checker, which looks for an answer here and in `exercises/`, takes this one."""
    found = [each for each in (Path(f"{exercise}.py"), Path("exercises", f"{exercise}.py")) if each.is_file()]
    return not Path(path).is_file() or (bool(found) and found[0].samefile(path))


def shown(path):
    """A path as one types it here."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive, on Windows
        return str(path)
    return relative if relative.count("..") <= 2 else str(path)


def _line(*arguments):
    return typed(*arguments, exact=True)
