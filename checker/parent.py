"""A run ends with whoever started it: nobody reads what it finds, and it would go on to use the machine."""

import os
import signal
import threading
import time

LOOK_SECONDS, TIDY_SECONDS = 0.5, 1


def end_with_parent():
    """Have this process end soon after its parent has: as by Ctrl-C, and where that does not help, at once.

    But not what was started to go on by itself: by `nohup`, or with a session of its own (`setsid`).
    """
    if os.name == "nt" or os.getsid(0) == os.getpid() or signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
        return
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True, name="parent").start()


def _watch(parent):
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(TIDY_SECONDS)
    os._exit(130)  # workers end when nobody is left to ask them
