"""The machine under a benchmark: its cores, its clock, and what it is."""

import os
import platform
import time
from pathlib import Path

CORES = 2  # what a learner's laptop has


def pin():
    """Keep to two cores. Before TensorFlow is imported: it makes as many threads as it finds cores.

    Returns:
        How many there are now. Where a process cannot be pinned (macOS), all that the machine has.
    """
    if not hasattr(os, "sched_setaffinity"):
        return os.cpu_count()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    return len(os.sched_getaffinity(0))


def description():
    """What it is, as plain data, for a record."""
    import keras
    import numpy as np
    import tensorflow as tf

    return {
        "processor": processor(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "gpu": [tf.config.experimental.get_device_details(gpu).get("device_name", "?") for gpu in gpus()],
        "python": platform.python_version(),
        "tensorflow": tf.__version__,
        "keras": keras.__version__,
        "numpy": np.__version__,
    }


def processor():
    """What it calls itself, and its widest vector instructions, on which most depends."""
    try:
        facts = dict(line.split(":", 1) for line in Path("/proc/cpuinfo").read_text().splitlines() if ":" in line)
    except OSError:
        return platform.processor() or platform.machine()
    facts = {key.strip(): value.strip() for key, value in facts.items()}
    flags = facts.get("flags", "").split()
    widest = next((name for name in ("avx512f", "avx2", "avx") if name in flags), "")
    return f"{facts.get('model name', platform.machine())} ({widest.upper().removesuffix('F')})".replace(" ()", "")


def gpus():
    """TensorFlow's list of them."""
    import tensorflow as tf

    return tf.config.list_physical_devices("GPU")


class Clock:
    """Seconds of work: CPU time of all threads over the cores; on a GPU, of the wall. It can be held.

    CPU time is what a busy machine changes least: neighbours take away time, not work. Where a network leaves cores
    idle, the wall shows more seconds; `wall` has those.
    """

    def __init__(self):
        self._divisor = 1 if gpus() else len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else CORES
        self._read = time.perf_counter if gpus() else time.process_time
        self.seconds = self.wall = 0.0
        self._started = None

    def run(self):
        """Go on."""
        self._started = self._read(), time.perf_counter()

    def hold(self):
        """Stop; returns the seconds so far."""
        cpu, wall = self._started
        self.seconds += (self._read() - cpu) / self._divisor
        self.wall += time.perf_counter() - wall
        self._started = None
        return self.seconds

    def now(self):
        """The seconds so far, while it runs."""
        return self.seconds + (self._read() - self._started[0]) / self._divisor
