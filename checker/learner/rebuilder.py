"""The clean worker in which models are rebuilt, and how workers are started for a learner's file."""

from contextlib import nullcontext

from checker.sandbox import launchers, replies
from checker.sandbox.limits import Limits

REBUILD_LIMITS = Limits(cpu_seconds=30, wall_seconds=60, memory_gb=4)


class Rebuilder:
    """The clean worker in which models are rebuilt; it never sees the learner's file."""

    def __init__(self, local, cancelled):
        self._local, self._cancelled, self.process = local, cancelled, None
        self._copies = {}  # configuration: the reference of its copy, and the list of weights that it has

    @property
    def alive(self):
        return bool(self.process and self.process.alive)

    def request(self, op, limits=REBUILD_LIMITS, /, **fields):
        if not self.alive:
            self.process and self.process.close()
            self.process = start_process(self._local, self._cancelled)
            self._copies = {}
        return self.process.request(op, limits, **fields)

    def find(self, config):
        """The copy of a configuration: `(reference, weights)`, `(None, None)` where there is none."""
        return self._copies.get(config, (None, None)) if self.alive else (None, None)

    def keep(self, config, ref, weights):
        """Note that the copy of a configuration has these weights now."""
        self._copies[config] = ref, weights

    def changed(self, config):
        """Note that nobody knows which weights the copy of a configuration has now."""
        self._copies[config] = self._copies[config][0], None


def start_process(local, cancelled):
    """Start a worker: another process, or for `--debug` one inside this process.

    Args:
        local: whether it is for `--debug`.
        cancelled: a `threading.Event` that ends the request under way.
    """
    if not local:
        process = launchers.launcher().start()
        process.cancelled = cancelled
        return process
    from checker.worker.requests import Worker

    return _LocalProcess(Worker())


class _LocalProcess:
    """A worker inside the checker's own process, without limits; for `--debug` only."""

    alive = True
    versions: dict[str, str] = {}

    def __init__(self, worker):
        self._worker = worker

    def request(self, op, limits=None, **fields):
        from checker.worker import wire

        reader = wire.Reader()
        for piece in self._worker.answer({"id": 0, "op": op, **fields}):
            piece = memoryview(piece)
            while len(piece):
                count = min(reader.missing, len(piece))
                parts, piece = reader.feed(piece[:count]), piece[count:]
        return replies.checked(wire.unpack(*parts), op, 0)

    def spent(self):
        return 0.0  # who stands at a breakpoint takes no time

    def printed(self):
        return ""

    def stopped(self):
        return nullcontext()

    def close(self):
        pass
