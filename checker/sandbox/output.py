"""What a worker prints: a pipe, of which the checker keeps a part.

A file would be the machine's disk: it can be given room that its size does not show, and the flags of an open file are
shared by all who hold it. A pipe has an end of its own for each side, and holds a few kilobytes until they are read.
"""

import os
from contextlib import suppress

MOST_KEPT = 16 * 2**20  # bytes since a request began: more than a request may print, and a stack after it
CHUNK, CHUNKS = 2**18, 16  # bytes that are read at a time, and how often in a row: who prints without end waits, not we


class Output:
    """The checker's end of the pipe, and until `started` the worker's.

    Attributes:
        size: bytes that were printed so far.
    """

    def __init__(self):
        self._read, self._write = os.pipe()
        if os.name != "nt":
            os.set_blocking(self._read, False)
        self.size, self._start, self._kept, self._open = 0, 0, bytearray(), True

    def fileno(self):
        """The worker's end."""
        return self._write

    def started(self):
        """Close the worker's end here: the worker has it now, or there is none."""
        os.close(self._write)

    def waits(self):
        """What `select` may wait on: the checker's end, where it can, and while somebody may still print."""
        return [self._read] if self._open and os.name != "nt" else []

    def begin(self):
        """Forget what was printed before; returns how many bytes that were."""
        self.drain()
        self._start = self.size
        self._kept.clear()
        return self.size

    def drain(self):
        """Take what was printed; returns how many bytes were printed so far."""
        for _ in range(CHUNKS * self._open):
            data = self._available()
            if not data:
                break
            self.size += len(data)
            self._kept += data[: MOST_KEPT - len(self._kept)]
        return self.size

    def text(self, start, end=None):
        """What was printed from one number of bytes to another, as far as it is kept."""
        self.drain()
        kept = self._kept[max(start - self._start, 0) : None if end is None else max(end - self._start, 0)]
        return kept.decode("utf-8", "replace")

    def close(self):
        self._open = False
        os.close(self._read)

    def _available(self):
        """Bytes that are there now; none if there are none yet, or nobody is left who could print."""
        if os.name == "nt":
            import _winapi
            import msvcrt

            with suppress(OSError):  # the other end is closed
                ready = _winapi.PeekNamedPipe(msvcrt.get_osfhandle(self._read), 0)[0]
                return os.read(self._read, min(ready, CHUNK)) if ready else b""
            return b""
        try:
            data = os.read(self._read, CHUNK)
        except BlockingIOError:
            return b""
        self._open = bool(data)
        return data
