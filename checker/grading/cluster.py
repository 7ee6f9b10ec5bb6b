"""Where submissions are judged: Dask's workers, on this machine or on many."""

import logging
import re
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from checker.errors import CheckerError, MachineError, UsageError
from checker.sandbox import machine
from checker.sandbox.launchers import THREADS
from checker.version import version

STARTS = 3  # times that workers are started, before it is given up
WORKER_MEMORY = 2e9  # bytes; TensorFlow, a prepared worker, and what a submission needs
LOOK_SECONDS = 0.5  # between looks at whether there are any
ANSWER_SECONDS = 15  # for a scheduler to answer
QUIET_SECONDS = 10  # without a worker, before it is told


def gpus():
    """The numbers of NVIDIA's GPUs on this machine."""
    names = [path.name.removeprefix("nvidia") for path in Path("/dev").glob("nvidia*")]
    return sorted(int(name) for name in names if name.isdigit())


def default_jobs(train):
    """How many workers this machine has room for, or the part of it that we are given, as by a container.

    Training takes two cores, or a GPU, each.
    """
    cores = machine.cores()
    room = max(int(machine.memory() // WORKER_MEMORY), 1)
    return min(len(gpus()) or max(cores // 2, 1) if train else cores, room)


@contextmanager
def client(train, jobs=None, scheduler=None, tell=print):
    """A `distributed.Client` with workers, one submission at a time each.

    Args:
        train: whether they are to train; then there is one for each GPU, where there are GPUs.
        jobs: how many workers there are on this machine; as many as it has room for where None.
        scheduler: the address of a scheduler that is there already, whose workers are taken as they are.
        tell: called with a line of text, where there is something to wait for.

    Raises:
        UsageError: the scheduler cannot be reached.
        CheckerError: the workers do not start, or the scheduler is gone.
    """
    import dask
    from distributed import Client, Nanny, Scheduler, Security, SpecCluster

    if scheduler:
        if not re.fullmatch(r"([a-z]+://)?[^\s/]+:\d+", scheduler):
            raise UsageError(f"{scheduler} is no address of a scheduler.\nExpected one such as tls://10.0.0.5:8786.")
        for name in ("distributed", *(each for each in logging.root.manager.loggerDict if "distributed." in each)):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what it has to say, we say in a line
        try:
            connected = Client(scheduler, timeout=ANSWER_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError, ImportError) as error:
            raise UsageError(
                f"The scheduler {scheduler} cannot be reached ({error}).\n"
                "Expected an address such as tls://10.0.0.5:8786; for TLS, Dask must know your certificates."
            ) from None
        try:
            look = Look(connected, tell)
            while not look.workers():
                time.sleep(LOOK_SECONDS)
            compare(connected)
            yield connected
        finally:
            with suppress(Exception):  # of a scheduler that is gone
                connected.close(timeout=2)
        return
    jobs = jobs or default_jobs(train)
    chosen = gpus() if train else []
    # Others on this machine could give work to a scheduler that asks for no certificate.
    security = Security.temporary()
    common = {"host": "127.0.0.1", "protocol": "tls://", "security": security, "dashboard": False}
    workers = {}
    # Several threads of one worker would only wait for each other, where each core has a worker.
    alone = dict.fromkeys(THREADS, "1") if jobs >= machine.cores() else {}
    for number in range(jobs):
        shown = str(chosen[number % len(chosen)]) if chosen else "-1" if not train else None
        environment = alone | ({"CUDA_VISIBLE_DEVICES": shown} if shown is not None else {})
        # Memory is watched where it counts, in the confined process; a nanny would only end a worker that waits.
        options = {"nthreads": 1, "memory_limit": 0, "env": environment, "silence_logs": 50, **common}
        workers[number] = {"cls": Nanny, "options": options}
    scheduler = {"cls": Scheduler, "options": {"port": 0, "dashboard_address": "127.0.0.1:0", **common}}
    # By default a worker's process has a few seconds to import all this, which two busy cores may not give it.
    # No web page: it would be open to others on this machine.
    settings = {"distributed.comm.timeouts.connect": "120s", "distributed.worker.profile.enabled": False}
    settings |= {f"distributed.{role}.http.routes": [] for role in ("scheduler", "worker")}
    with dask.config.set(settings):
        for attempt in reversed(range(STARTS)):
            try:
                cluster = SpecCluster(workers, scheduler, security=security, silence_logs=50)
                break
            except RuntimeError as error:  # a worker that dies while it starts, by whosever hand, takes all with it
                if not attempt:
                    raise CheckerError(f"The workers do not start: {error}") from None
        with cluster, Client(cluster, security=security, set_as_default=False) as connected:
            yield connected


class Look:
    """Looks after a scheduler's workers while one waits: says that there are none, and that they have come.

    Args:
        connected: a `distributed.Client`.
        tell: called with a line of text.
    """

    def __init__(self, connected, tell):
        self._connected, self._tell = connected, tell
        self._address = connected.scheduler.address if connected.scheduler else ""
        self._since, self._told = time.monotonic(), False

    def workers(self):
        """How many there are now.

        Raises:
            MachineError: the scheduler is gone.
        """
        try:
            if self._connected.status != "running":
                raise OSError("the connection is lost")
            found = len(self._connected.scheduler_info(n_workers=-1)["workers"])
        except Exception as error:  # of whichever layer notices first
            raise self.gone(error) from None
        if found:
            if self._told:
                self._tell(f"Workers are there now: {found}.")
            self._since, self._told = time.monotonic(), False
        elif not self._told and time.monotonic() > self._since + QUIET_SECONDS:
            self._told = True
            self._tell(
                f"No worker is at {self._address}: waiting for one. Start one with: dask worker {self._address}"
                " --nthreads 1 --memory-limit 0. Ctrl-C loses nothing."
            )
        return found

    def gone(self, error):
        """The `MachineError` of a scheduler that has died, with the error by which that was noticed."""
        reason = (str(error).splitlines() or [""])[0] or type(error).__name__
        return MachineError(
            f"The scheduler {self._address} is gone ({reason}). What is done is kept: once one answers again, the same"
            " command goes on with the rest."
        )


def compare(connected):
    """Refuse workers with another checker."""
    for address, theirs in connected.run(version, on_error="return").items():
        if isinstance(theirs, OSError):
            continue  # it left while it was asked, as others may do at any time
        if isinstance(theirs, Exception):
            raise UsageError(
                f"The worker at {address} cannot say which checker it has ({type(theirs).__name__}: {theirs}).\nInstall"
                " the same one there as here."
            )
        if theirs != version():
            raise UsageError(
                f"The worker at {address} has another version of the checker, so its marks would differ.\nInstall the"
                " same one there."
            )
