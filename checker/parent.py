"""A run ends with whoever started it: nobody reads what it finds, and it would go on to use the machine."""

import os
import signal
import threading
import time

LOOK_SECONDS, TIDY_SECONDS = 0.2, 0.8  # both, and the end of workers, take less than two seconds


def end_with_parent(tidy=None):
    """Have this process end soon after its parent has: as by Ctrl-C, and where that does not help, at once.

    But not what was started to go on by itself: by `nohup`, or with a session of its own (`setsid`).

    Args:
        tidy: called before it ends at once; else what runs at an orderly exit would be left out.
    """
    if os.name == "nt" or os.getsid(0) == os.getpid() or signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
        return
    threading.Thread(target=_watch, args=(os.getppid(), tidy), daemon=True, name="parent").start()


def _watch(parent, tidy):
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(TIDY_SECONDS)
    try:
        if tidy:
            tidy()
    finally:
        os._exit(130)  # workers end when nobody is left to ask them
