"""Standard input, output and error, when a daemon started us without them, or the terminal is gone."""

import os
import sys


def open_all():
    """Open the file descriptors 0, 1 and 2 that are closed, and Python's streams for them: all lead nowhere.

    Else the next file or socket that is opened gets such a number, and what is printed is written into it.
    """
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        try:
            os.fstat(number)
        except OSError:
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.dup2(nowhere, number)  # also where it is the same: programs that we start inherit it
            if nowhere != number:
                os.close(nowhere)
            os.set_inheritable(number, True)
        if getattr(sys, name) is None:
            stream = open(number, mode, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)


class Output:
    """Standard output, as a file for a console: what cannot be written is left out, and what it was for goes on.

    Attributes:
        error: the `OSError` of what was left out last; None where all was written.
    """

    def __init__(self):
        self.error, self._file = None, sys.stdout

    def __getattr__(self, name):
        return getattr(self._file, name)

    def write(self, text):
        try:
            return self._file.write(text)
        except OSError as error:
            self.error = error
            return len(text)

    def flush(self):
        try:
            self._file.flush()
        except OSError as error:
            self.error = error


def give_up_output():
    """Find out whether standard output can be written; if not, discard everything printed from now on.

    Returns:
        The `OSError`; None where there is none.
    """
    try:
        sys.stdout.flush()
    except OSError as error:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())  # else the interpreter fails once more when it ends
        os.close(nowhere)
        return error
    return None
