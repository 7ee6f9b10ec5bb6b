"""Play with what you trained: pages on which a run's own networks answer, in a notebook, in a browser, or in a file.

`draw`, `explore` and `compare` are for a notebook's cell; `python -m workshop` is the same for a terminal. All doors
show the one module of `workshop/play/static`, and send it what a `Session` answers.
"""


def draw(folder=None):
    """A widget to draw on: the classifier of a run answers while you draw.

    Args:
        folder: of the run, or the `Run` itself; the newest one below `runs/` where None.

    Returns:
        A widget, which a notebook shows where it ends a cell.

    Raises:
        RunError: there is no such run, or its network cannot be used; the message says what to type.
    """
    return _widget("draw", [folder])


def explore(folder=None):
    """A widget with everything that you can ask a run's generator or autoencoder for; arguments as for `draw`."""
    return _widget("explore", [folder])


def compare(before, after):
    """A widget that asks the networks of two runs the same, side by side; arguments as for `draw`."""
    return _widget("compare", [before, after])


def _widget(what, folders):
    from workshop.play import sessions, widget

    return widget.of(sessions.of(what, [getattr(folder, "folder", folder) for folder in folders]))
