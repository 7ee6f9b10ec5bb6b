"""Makes files in a second process, before a script wants them: two cores then have something to do all the time.

TensorFlow by itself keeps two cores busy with large matrices only; the networks of a course are small.
"""

import multiprocessing
import os
import signal
import time
from contextlib import suppress

from workshop.startup import SECOND

LOOK_SECONDS = 0.1
# TensorFlow reads these when it starts. With a thread a process, no thread waits for another.
ALONE = {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1", "OMP_NUM_THREADS": "1", SECOND: "1"}


class Ahead:
    """Calls a function in a second process, once for each file, in their order; the first may go on meanwhile.

    The process ends with the one that made it. Use it in a `with` statement: at its end the process is stopped.
    """

    def __init__(self, function, calls):
        """Start the process, if there is anything to do and it would help.

        Args:
            function: of a module, so that another process finds it; its first argument is the path of the file that it
                makes. A file of this name must be whole, whenever it is there.
            calls: `[(path, *arguments), ...]`, with a `pathlib.Path`. What is there already is left out.
        """
        self._process, calls = None, [call for call in calls if not call[0].exists()]
        if not calls or (os.cpu_count() or 1) < 2 or _has_gpu():  # of which one process takes all the memory
            return
        context = multiprocessing.get_context("spawn")  # a fork of a process that has run TensorFlow hangs
        self._process = context.Process(target=_make, args=(function, calls), daemon=True)
        before = {name: os.environ.get(name) for name in ALONE}
        os.environ.update(ALONE)
        try:
            self._process.start()
        finally:
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})

    def wait(self, path):
        """Return when the file is there, or will not be: then whoever waits has to make it, and sees what is wrong."""
        while self._process and self._process.is_alive() and not path.exists():
            time.sleep(LOOK_SECONDS)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if self._process:
            self._process.kill()
            self._process.join()


def _has_gpu():
    import tensorflow as tf  # here, for it takes seconds: a script that comes here has imported it

    return bool(tf.config.list_physical_devices("GPU"))


def _make(function, calls):
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the first process, which stops this one
    with suppress(Exception):  # it comes again where the file is wanted, in the first process
        for call in calls:
            if multiprocessing.parent_process().is_alive():
                function(*call)
