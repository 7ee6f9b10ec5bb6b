"""What is going on, told to who waits: a spinner in a terminal, and a line where nothing can move."""

import contextlib


@contextlib.contextmanager
def busy(console, text):
    """Tell for as long as the block runs what is going on.

    A notebook's cell has a terminal that obeys no cursor: there, rich says that nothing is interactive (see
    `workshop.notebook`), and not even a hidden cursor may be asked for.

    Args:
        console: a `rich.console.Console`.
        text: what is told at once.

    Yields:
        A function that takes the next text; it is shown where something can move.
    """
    if console.is_interactive:
        with console.status(text) as shown:
            yield shown.update
        return
    console.print(text)
    yield lambda text: None
