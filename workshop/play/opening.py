"""The browser is sent to a page without its token on a command line, which everybody on this machine can read."""

import contextlib
import html
import os
import tempfile
import threading
import webbrowser
from pathlib import Path

LEADS = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Opening the page</title><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={address}">
<p><a href="{address}">Open the page</a></p></html>
"""


@contextlib.contextmanager
def in_browser(address, folder):
    """Open an address in the browser by a file that leads there, which is gone after the block, as Jupyter does.

    Only its owner can read the file. A browser that cannot open it, as in another machine, is no error: the address
    has been printed.

    Args:
        address: with a token in it.
        folder: where the file is made, if it can be: a browser in a container of its own (a snap of Ubuntu's) sees the
            folders of its user, and another /tmp.
    """
    name = _write(address, folder)
    if name:
        # In a thread: a browser may keep who called it until its window is closed, and the page is wanted now.
        threading.Thread(target=webbrowser.open, args=[Path(name).absolute().as_uri()], daemon=True).start()
    try:
        yield
    finally:
        if name:
            with contextlib.suppress(OSError):
                os.unlink(name)


def _write(address, folder):
    for place in (folder, None):
        try:
            handle, name = tempfile.mkstemp(prefix="open-", suffix=".html", dir=place)  # for its owner alone
        except OSError:
            continue
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(LEADS.format(address=html.escape(address)))
        return name
    return None
