"""Which tests run in one process: those of a file that shares something costly; all others wherever there is room.

pytest-xdist 3.8 has `--dist loadgroup` for this. It writes a group into the private `_nodeid` of each test, which pytest
9.2 no longer reads, so that its groups are silently none.
"""

import functools
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

MARK = "xdist_group"  # a file that has this word, as the mark of its tests, is such a one


class Together(LoadScopeScheduling):
    """Hands out whole files that are marked so, those with most tests first, and single tests of all others."""

    def _split_scope(self, nodeid):
        path = Path(self.config.rootpath, nodeid.partition("::")[0])
        return nodeid.partition("::")[0] if _shares(path) else nodeid


@functools.cache
def _shares(path):
    return MARK in path.read_text(encoding="utf-8")
