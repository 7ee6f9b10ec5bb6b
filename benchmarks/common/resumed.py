"""Results of a long run, kept one by one: a run that is stopped, or that is given some minutes, goes on at the next."""

import hashlib
import json
import os
import time

from benchmarks.common import pages
from checker import version


class Resumed:
    """What is kept in a folder of `build/evidence`, for this version of the sources.

    Args:
        folder: its name.
        minutes: after which nothing more is begun; None for no end.
    """

    def __init__(self, folder, minutes=None):
        self._folder = pages.KEPT / folder
        self._end = None if minutes is None else time.monotonic() + 60 * minutes
        self.left = 0  # of what was asked for, how much was not begun

    def get(self, key, made):
        """What `made` returned for a key (plain data) in this run or an earlier one; None where the time is over."""
        content = json.dumps([version.version(), key])
        path = self._folder / f"{hashlib.sha256(content.encode()).hexdigest()[:24]}.json"
        if not path.exists():
            if self._end is not None and time.monotonic() > self._end:
                self.left += 1
                return None
            found = made()
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_suffix(f".{os.getpid()}")
            draft.write_text(json.dumps(found), encoding="utf-8")
            os.replace(draft, path)
        return json.loads(path.read_text("utf-8"))
