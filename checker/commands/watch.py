"""`--watch`: check whenever a file is saved."""

import contextlib
import queue
import threading

from checker.outcomes import STATUS_PASSED
from checker.sandbox import launchers


def watch(paths, check):
    """Check whenever one of the files is saved, until Ctrl-C.

    Args:
        paths: of the files.
        check: called without arguments, now and after each save.

    Returns:
        The exit status.
    """
    import watchfiles

    paths = list(paths)
    names = {str(path.absolute()) for path in paths}
    folders = {path.absolute().parent for path in paths}
    saved, end = queue.Queue(), threading.Event()

    def listen():
        for change in watchfiles.watch(
            *folders, watch_filter=lambda change, path: path in names, debounce=50, step=10, recursive=False,
            stop_event=end, raise_interrupt=False,
        ):  # fmt: skip
            saved.put(change)

    # In a thread, and from the beginning: a save in the moment before one looks would be missed.
    threading.Thread(target=listen, daemon=True).start()
    try:
        while True:
            while not saved.empty():
                saved.get()
            if all(path.is_file() for path in paths):  # an editor may replace the file in two steps
                check()
            launchers.launcher().prepare(4)  # for the next run, while nothing is to be done
            print("Watching: save your file to check it again; Ctrl-C ends.", flush=True)
            while True:  # Windows hears Ctrl-C between waits only
                with contextlib.suppress(queue.Empty):
                    saved.get(timeout=0.5)
                    break
    except KeyboardInterrupt:
        return STATUS_PASSED
    finally:
        end.set()
