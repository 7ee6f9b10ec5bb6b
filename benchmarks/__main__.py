"""Lists the benchmarks, or runs one.

python -m benchmarks                       what there is, and how long it takes
python -m benchmarks NAME [ARGUMENT...]    run one; `--help` among the arguments tells which it takes

From the checkout's root. A benchmark is a module of this package that defines `main`; the first line of its docstring
says what it is, and `TAKES` how long it takes. Pages are written to docs/evidence/.
"""

import importlib
import sys
from pathlib import Path

from benchmarks.common.stated import stated

PACKAGE = Path(__file__).resolve().parent


def benchmarks():
    """`{name: path}` of all of them, room by room."""
    paths = [path for path in sorted(PACKAGE.glob("*/*.py")) if "main" in stated(path).functions]
    return {path.stem: path for path in paths}


def listing():
    """What there is, a line each."""
    lines, room = [], None
    for name, path in benchmarks().items():
        if path.parent.name != room:
            room = path.parent.name
            lines += ["", f"{room}:"]
        what = stated(path)
        takes = what.constants.get("TAKES")
        lines.append(f"  {name:20} {what.title}" + (f" Takes {takes}." if takes else ""))
    return "\n".join([*lines, "", "Run one from the checkout's root: python -m benchmarks NAME [ARGUMENT...]"]).lstrip()


def main(arguments):
    """List the benchmarks, or run the one that is named; returns the exit status."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(listing())
        return 0
    name, *rest = arguments
    found = benchmarks()
    if name not in found:
        print(f"There is no benchmark called {name!r}.\nExpected one of: {', '.join(found)}.", file=sys.stderr)
        return 2
    sys.argv = [f"python -m benchmarks {name}", *rest]  # the name of the program in what `--help` says
    return importlib.import_module(f"benchmarks.{found[name].parent.name}.{name}").main(rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
