"""Makes the pages of docs/evidence/ again whose sources have changed, or says in each whether they have.

    python -m benchmarks evidence              makes all pages that are not there, or not of these sources, in turn
    python -m benchmarks evidence NAME ...     those that these benchmarks write
    python -m benchmarks evidence --mark       only says in each page whether the sources have changed since

A benchmark that writes a page states its name, `PAGE = "attacks.md"`, and may state what its numbers hang on: see
`pages.made_with`. One that fails is told, and the others go on.
"""

import argparse
import subprocess
import sys

from benchmarks.common import pages
from benchmarks.common.stated import stated

TAKES = "as long as all of them together: an afternoon"


def writers():
    """`{name of a benchmark: the page that it writes}`."""
    from benchmarks.__main__ import benchmarks

    found = {name: stated(path).constants.get("PAGE") for name, path in benchmarks().items()}
    return {name: page for name, page in found.items() if page}


def mark():
    """Have each page say whether the sources have changed since it was made; returns the pages that say it anew."""
    changed = []
    for path in sorted(pages.EVIDENCE.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        now = pages.marked(text)
        if now not in (None, text):
            path.write_text(now, encoding="utf-8")
            changed.append(path.name)
    return changed


def is_due(path):
    """Whether a page is to be made: it is not there, or says that its sources have changed."""
    return not path.exists() or pages.CHANGED in path.read_text(encoding="utf-8")


def main(arguments=None):
    parser = argparse.ArgumentParser("python -m benchmarks evidence", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="of benchmarks that write pages")
    parser.add_argument("--mark", action="store_true", help="measure nothing")
    options = parser.parse_args(arguments)
    known, failed = writers(), []
    unknown = sorted(set(options.names) - set(known))
    if unknown:
        parser.error(f"{', '.join(unknown)}: no benchmark of this name writes a page. Expected: {', '.join(known)}")
    mark()
    stale = [name for name, page in known.items() if is_due(pages.EVIDENCE / page)]
    for name in [] if options.mark else options.names or stale:
        print(f"== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", "benchmarks", name], cwd=pages.ROOT).returncode:
            failed.append(name)
    mark()
    for name in failed:
        print(f"{name} failed: its page is as it was.", file=sys.stderr)
    return 1 if failed else 0
