"""Networks that runs have left: found, loaded, or refused in lines that say what to type."""

import json
import zipfile
from pathlib import Path
from typing import NamedTuple

from workshop.data.catalogue import find
from workshop.pages.commands import AUTOENCODER, CLASSIFIER, GENERATOR, PLAYED, leaves, shown
from workshop.pages.lessons import leaving
from workshop.runs import RunError
from workshop.typed import typed

KINDS = PLAYED | {"compare": (CLASSIFIER, GENERATOR, AUTOENCODER)}


class Saved(NamedTuple):
    """A run folder that has the networks of a page.

    Attributes:
        folder: a `Path`.
        files: the names of the networks' files: `CLASSIFIER`, `GENERATOR` or `AUTOENCODER`.
        dataset: what it trained on, as `config.json` has it; "" where nobody says.
    """

    folder: Path
    files: tuple[str, ...]
    dataset: str

    @property
    def name(self):
        return self.folder.resolve().name

    @property
    def classes(self):
        """The names of the data set's classes; () where they are not known."""
        entry = find(self.dataset)
        return entry.classes if entry else ()

    def networks(self):
        """The networks, loaded, in the order of `files`.

        Raises:
            RunError: one cannot be loaded.
        """
        return [load(self.folder / file) for file in self.files]


def find_run(what, folder=None):
    """The run that a page is to be about; nothing is loaded.

    Args:
        what: the command, one of `KINDS`.
        folder: the run's; where None, the newest below `runs/` that has what is needed.

    Raises:
        RunError: there is none.
    """
    if folder is None:
        return _newest(what)
    folder = Path(folder)
    if folder.is_file() and folder.suffix == ".keras":  # the network itself was named
        folder = folder.parent
    if not folder.is_dir():
        raise RunError(f"There is no run folder {folder}.\n{_makes_one(what)}")
    files = _files(what, folder)
    if files is None:
        why = _instead(what, folder) or _unfinished(folder)
        raise RunError(f"{folder} holds no {_names(what)}.{why}\n{_makes_one(what)}")
    return Saved(folder, files, _dataset(folder))


def load(path):
    """Load a network of the learner's own.

    Args:
        path: of a `.keras` file.

    Returns:
        A `keras.Model`, not compiled.

    Raises:
        RunError: the file is damaged, or holds classes that Keras does not know.
    """
    again = "Train once more, and take the new run's folder."
    if not zipfile.is_zipfile(path):
        raise RunError(f"{path} is damaged, or was not written to its end: it is no file of Keras's.\n{again}")
    import keras

    try:
        return keras.saving.load_model(path, compile=False)
    except Exception as error:  # of whatever kind: the file says what is called
        foreign = [
            name for name, module in _classes(path).items() if not module.startswith("keras") or name == "Lambda"
        ]
        if foreign:
            raise RunError(
                f"{path} holds {', '.join(foreign)}, which Keras cannot load without your code.\n"
                "Build the network of Keras's own layers, as the exercise asks for, and train once more."
            ) from error
        why = " ".join(str(error).split())[:300]
        raise RunError(f"{path} cannot be loaded: {type(error).__name__}: {why}\n{again}") from error


def _newest(what):
    found = [
        (folder.stat().st_mtime, folder)
        for folder in Path("runs").glob("*")
        if folder.is_dir() and _files(what, folder) is not None
    ]
    if not found:
        raise RunError(f"There is no run with a {_names(what)} below {Path('runs')} here.\n{_makes_one(what)}")
    return find_run(what, max(found)[1])


def _files(what, folder):
    return next((files for files in KINDS[what] if leaves(folder, files)), None)


def _names(what):
    return " or ".join(" with ".join(files) for files in KINDS[what])


def _makes_one(what):
    """A line that says which command makes a run with what is missing, by what the lessons say of it."""
    names = list(dict.fromkeys(name for files in KINDS[what] for name in leaving(files[0])))
    scripts = " or ".join(f"`{typed(f'{name}.py')}`" for name in names[:1]) or f"`{typed('NAME.py')}`"
    also = f" ({', '.join(f'{name}.py' for name in names[1:])} do so, too)" if names[1:] else ""
    return f"A finished run of {scripts} leaves one{also}, and says at its end where: `{_command(what)}`."


def _instead(what, folder):
    """Another command that this folder suits, in a sentence; "" where there is none."""
    other = next((each for each in ("draw", "explore") if each != what and _files(each, folder)), None)
    return f" It suits another page: `{typed('-m', 'workshop', other, shown(folder))}`." if other else ""


def _unfinished(folder):
    """That a run has not come to its end, when it leaves its networks, in a sentence; "" where that is not so."""
    begun = (folder / "config.json").is_file() and not (folder / "results.json").exists()
    return " This run is still training, or was stopped before its end." if begun else ""


def _command(what):
    return typed("-m", "workshop", what, *(["RUN_FOLDER"] if what != "compare" else ["BEFORE", "AFTER"]))


def _dataset(folder):
    try:
        return str(json.loads((folder / "config.json").read_text("utf-8")).get("dataset", ""))
    except (OSError, ValueError, AttributeError):
        return ""


def _classes(path):
    """The names of all classes that a file says its network is made of, each with its module."""
    found = {}

    def look(node):
        if isinstance(node, dict):
            if isinstance(node.get("class_name"), str) and "module" in node:
                found[node["class_name"]] = str(node["module"] or "")
            for each in node.values():
                look(each)
        elif isinstance(node, list):
            for each in node:
                look(each)

    try:
        with zipfile.ZipFile(path) as archive:
            look(json.loads(archive.read("config.json")))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return {}
    return {name: module for name, module in found.items() if name != "__keras_tensor__"}
