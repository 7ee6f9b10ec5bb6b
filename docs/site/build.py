"""Build the course's site from docs/: `python start.py docs` runs this. Whatever Sphinx warns of fails the build."""

import argparse
import gc
import shutil
import sys
import tempfile
import time
from pathlib import Path

from sphinx.cmd.build import build_main

SITE = Path(__file__).resolve().parent
DOCS = SITE.parent
BUILD = DOCS.parent / "build"  # git ignores it


def main(arguments=None):
    """Build the site as the command line says; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python start.py docs", description=__doc__.partition(":")[0] + ".")
    parser.add_argument(
        "--instructor", action="store_true", help="a site of its own, with the keys to written questions"
    )
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="a folder that is new or empty (default: in build/)")
    args = parser.parse_args(arguments)
    folder = args.out or BUILD / ("site-for-instructors" if args.instructor else "site")
    if args.out and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        parser.error(f"{folder} is not empty, and nothing is overwritten. Name another folder.")
    began = time.perf_counter()
    shutil.rmtree(folder, ignore_errors=True)  # a page that is gone must not stay, and a warning must come again
    gc.disable()  # pages are made of many small objects that live on: to look for dead ones takes a third of the time
    with tempfile.TemporaryDirectory() as doctrees:
        options = ["-q", "-W", "--keep-going", "-j", "auto", "-c", SITE, "-d", doctrees]
        options += ["-t", "instructor"] if args.instructor else []
        status = build_main([str(part) for part in [*options, DOCS, folder]])
    if status:
        print("The site was not built: mend what stands above, then run the same again.", file=sys.stderr)
        return status
    files = [path for path in folder.rglob("*") if path.is_file()]
    pages, size = sum(path.suffix == ".html" for path in files), sum(path.stat().st_size for path in files)
    print(f"{pages} pages, {size / 1e6:.1f} MB, built in {time.perf_counter() - began:.1f} s.")
    print(f"Open it in a browser: {(folder.resolve() / 'index.html').as_uri()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
