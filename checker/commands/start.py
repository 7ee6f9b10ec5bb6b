"""`python -m checker start`."""

import argparse
from pathlib import Path

from checker.exercises import exercises, is_checkout
from checker.materials import editor
from checker.materials.start import start
from checker.outcomes import STATUS_PASSED
from workshop.typed import line, typed


def main(argv):
    """Copy skeletons, notebooks and the glossary to a folder of your own; nothing is ever overwritten."""
    parser = argparse.ArgumentParser("python -m checker start", description=main.__doc__)
    parser.add_argument("folder", metavar="DIR")
    folder = parser.parse_args(argv).folder
    copied, left = start(folder)
    if is_checkout():
        editor.write(Path(folder))
    print(f"Copied to {folder}: {', '.join(copied) or 'nothing'}.")
    if left:
        print(f"Left as they were: {', '.join(left)}.")
    first = exercises()[0]
    go = "" if Path(folder).resolve() == Path.cwd() else f"{line('cd', folder)}, "
    check = typed("-m", "checker", first.name, folder=folder, exact=True)
    print(f"Next: {go}open {first.skeleton.name}, and check it with: {check}")
    return STATUS_PASSED
