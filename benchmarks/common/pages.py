"""The pages of evidence: where they lie, and how each says what wrote it, and from which version of the sources."""

from pathlib import Path

from checker import version

ROOT = Path(__file__).resolve().parents[2]  # of the checkout
EVIDENCE = ROOT / "docs" / "evidence"
KEPT = ROOT / "build" / "evidence"  # for what a benchmark keeps in order to go on where it was interrupted


def head(title, name, versions=None):
    """How a page begins: a title and a paragraph, with an empty line behind.

    Args:
        title: of the page.
        name: of the benchmark that writes it, as `python -m benchmarks NAME` takes it.
        versions: of all that the page tells, as `checker.version.version` gives them, None for what was measured before
            versions were noted. Without: the version of the sources that are here.
    """
    versions = {version.version()} if versions is None else set(versions)
    known = sorted(versions - {None})
    if known:
        told = f"Made with version {', '.join(f'`{each}`' for each in known)} of the checker"
        told += ", in part before versions were noted" if None in versions else ""
    else:
        told = "Made before versions were noted"
    return f"# {title}\n\nWritten by `python -m benchmarks {name}`; not by hand. {told}.\n\n"


def write(page, text):
    """Write a page of `EVIDENCE`, and say so."""
    path = EVIDENCE / page
    path.write_text(text, encoding="utf-8")
    print(f"Written: {path.relative_to(ROOT)}")
