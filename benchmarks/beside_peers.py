"""The workshop's solutions beside well-known networks, on two cores: all measurements, and the page about them.

    python benchmarks/beside_peers.py                  measure what is missing, then write docs/evidence/benchmarks.md
    python benchmarks/beside_peers.py --list           say what is measured, and what is not
    python benchmarks/beside_peers.py quality limit    these parts only; or one thing, such as quality/our_dcgan-0
    python benchmarks/beside_peers.py --again limit    also what is measured already

Each measurement runs in a process of its own, one after the other, and is written to benchmarks/results/ when it ends:
stop the program whenever you like, and the same command goes on. All of them take two hours. What was measured of code
that has changed since is measured again. Leave the machine alone meanwhile.
"""

import argparse
import importlib
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from records import FOLDER, Records

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # before TensorFlow is imported

PARTS = ("quality", "classifiers", "limit", "feedback")


def tasks():
    """`[(part, network, seed), ...]` of all measurements."""
    return [(part, *task) for part in PARTS for task in importlib.import_module(part).TASKS]


def named(task):
    """`PART/NETWORK-SEED`."""
    part, network, seed = task
    return f"{part}/{network}-{seed}"


def reason(records, task):
    """Why something is to be measured, or None."""
    import networks

    record = records.read(*task)
    if record is None:
        return "not measured yet"
    return None if record["code"] == networks.fingerprint(task[1]) else "its code has changed"


def measure(records, task):
    """Measure, here and now, and write the record."""
    import machine

    machine.pin()
    import networks

    part, network, seed = task
    started = time.time()
    result, arrays = importlib.import_module(part).measure(network, seed)
    head = {
        "part": part,
        "network": network,
        "seed": seed,
        "code": networks.fingerprint(network),
        "day": date.today().isoformat(),
        "took": round(time.time() - started),
        "machine": machine.description(),
    }
    records.write(*task, head | result, arrays)


def main(argv=None):
    """Measure what is to be measured, and write the page; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"a part ({', '.join(PARTS)}), or one measurement")
    parser.add_argument("--again", action="store_true", help="measure what is named even if it is measured already")
    parser.add_argument("--list", action="store_true", help="only say what is measured, and what is not")
    parser.add_argument("--page", action="store_true", help="only write the page")
    parser.add_argument("--results", type=Path, default=FOLDER, metavar="FOLDER", help="records, and page, elsewhere")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)  # one measurement, in this process
    args = parser.parse_args(argv)
    records = Records(args.results)
    chosen = [task for task in tasks() if not args.names or task[0] in args.names or named(task) in args.names]
    for name in args.names:
        if name not in PARTS and name not in map(named, chosen):
            parser.error(f"There is no {name}.\nParts are {', '.join(PARTS)}; --list names all measurements.")
    if args.here:
        return measure(records, *chosen)
    for task in [] if args.page else chosen:
        why = "once more" if args.again else reason(records, task)
        if why or args.list:
            print(f"{named(task)}: {why or 'measured'}", flush=True)
        if why and not args.list:
            command = [sys.executable, __file__, "--here", "--results", str(args.results), named(task)]
            status = subprocess.run(command, check=False).returncode
            if status:
                return status
    if not args.list:
        import page

        page.write(records)
    return 0


if __name__ == "__main__":
    sys.exit(main())
