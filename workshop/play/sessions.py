"""Which session a command begins."""

from workshop.pages.commands import AUTOENCODER, CLASSIFIER, shown
from workshop.play.saved import find_run
from workshop.runs import RunError
from workshop.typed import typed


def of(what, folders):
    """The session of a command.

    Args:
        what: `"draw"`, `"explore"` or `"compare"`.
        folders: run folders, or None for the newest; two for `"compare"`.

    Raises:
        RunError: a run is not there, or its network cannot be used, or two cannot be compared.
    """
    runs = [find_run(what, folder) for folder in folders]
    if len({run.files for run in runs}) > 1:
        told = "\n".join(f"{run.folder} has {' and '.join(run.files)}" for run in runs)
        raise RunError(f"Two runs of one kind can be compared, and these are of two:\n{told}.")
    if runs[0].files == CLASSIFIER:
        from workshop.play.drawn_on import DrawnOn as Kind
    elif runs[0].files == AUTOENCODER:
        from workshop.play.asked import Mixed as Kind
    else:
        from workshop.play.asked import Asked as Kind
    session = Kind(runs, typed("-m", "workshop", what, *(shown(run.folder) for run in runs)))
    session.folder = runs[0].folder
    return session
