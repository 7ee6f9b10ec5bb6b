"""The pages of evidence: where they lie, and how each says what wrote it, and from which version of the sources."""

import functools
import re

from benchmarks.common.digests import ROOT, of_files
from benchmarks.common.stated import stated
from checker import version

EVIDENCE = ROOT / "docs" / "evidence"
KEPT = ROOT / "build" / "evidence"  # for what a benchmark keeps in order to go on where it was interrupted
CHANGED = " **The sources have changed since:** numbers and messages may differ today."


def made_with(name):
    """The version of the sources for a benchmark, 16 hexadecimal digits, as they were when this process first asked.

    A benchmark may state what its numbers hang on, `MEASURES = ["checker/judge", "solutions"]`: then it is a digest of
    those files and folders. Else, it is `checker.version.sources()`.
    """
    found = next(iter((ROOT / "benchmarks").glob(f"*/{name}.py")), None)
    measures = stated(found).constants.get("MEASURES") if found else None
    return _digest(*measures) if measures else version.sources()


@functools.cache
def _digest(*measures):
    return of_files(measures)


def head(title, name, versions=None):
    """How a page begins: a title and a paragraph, with an empty line behind.

    Args:
        title: of the page.
        name: of the benchmark that writes it, as `python -m benchmarks NAME` takes it.
        versions: of the sources that all the page tells was measured with, as `made_with` gives them, None for what was
            measured before versions were noted. Without: the version of the sources that are here.
    """
    versions = {made_with(name)} if versions is None else set(versions)
    known = sorted(versions - {None})
    if known:
        told = f"Made with version {', '.join(f'`{each}`' for each in known)} of the sources"
        told += ", in part before versions were noted" if None in versions else ""
    else:
        told = "Made before versions were noted"
    return f"# {title}\n\nWritten by `python -m benchmarks {name}`; not by hand. {told}.{_state(name, versions)}\n\n"


def marked(text):
    """A page's text that says in its head whether the sources have changed since it was made; None: no such page."""
    found = re.search(r"^Written by `python -m benchmarks (\w+).*?(?=\n\n)", text, re.MULTILINE | re.DOTALL)
    if not found:
        return None
    paragraph = found[0].replace(CHANGED, "")
    versions = set(re.findall(r"`([0-9a-f]{16})`", paragraph)) or {None}
    versions |= {None} if "before versions were noted" in paragraph else set()
    return text.replace(found[0], paragraph + _state(found[1], versions))


def _state(name, versions):
    return "" if versions == {made_with(name)} else CHANGED


def write(page, text):
    """Write a page of `EVIDENCE`, and say so."""
    path = EVIDENCE / page
    path.write_text(text, encoding="utf-8")
    print(f"Written: {path.relative_to(ROOT)}")
