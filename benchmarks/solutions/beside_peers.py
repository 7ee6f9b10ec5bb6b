"""The workshop's solutions beside well-known networks, on two cores: all measurements, and the page about them.

    python -m benchmarks beside_peers                  measure what is missing, then write docs/evidence/benchmarks.md
    python -m benchmarks beside_peers --list           say what is measured, and what is not
    python -m benchmarks beside_peers quality limit    these parts only; or one thing, such as quality/keras_gan-0
    python -m benchmarks beside_peers --again limit    also what is measured already

Each measurement runs in a process of its own, one after the other, and is written to benchmarks/solutions/results/ when
it ends: stop the program whenever you like, and the same command goes on. What was measured of a network whose code has
changed since is measured again; each record also has the version of the checker that it was made with. Leave the
machine alone meanwhile.
"""

import argparse
import importlib
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from benchmarks.common import machine
from benchmarks.common.pages import ROOT
from benchmarks.common.records import Records
from benchmarks.solutions.page import RESULTS
from checker import version

TAKES = "two hours"
PAGE = "benchmarks.md"
PARTS = ("quality", "classifiers", "limit", "feedback")


def module(part):
    return importlib.import_module(f"benchmarks.solutions.{part}")


def tasks():
    """`[(part, network, seed), ...]` of all measurements."""
    return [(part, *task) for part in PARTS for task in module(part).tasks()]


def named(task):
    """`PART/NETWORK-SEED`."""
    part, network, seed = task
    return f"{part}/{network}-{seed}"


def reason(records, task):
    """Why something is to be measured, or None."""
    from benchmarks.solutions import networks

    record = records.read(*task)
    if record is None:
        return "not measured yet"
    return None if record["code"] == networks.fingerprint(task[1]) else "its code has changed"


def measure(records, task):
    """Measure, here and now, and write the record."""
    from benchmarks.solutions import networks

    part, network, seed = task
    started = time.time()
    result, arrays = module(part).measure(network, seed)
    head = {
        "part": part,
        "network": network,
        "seed": seed,
        "code": networks.fingerprint(network),
        "version": version.sources(),
        "day": date.today().isoformat(),
        "took": round(time.time() - started),
        "machine": machine.description(),
    }
    records.write(*task, head | result, arrays)


def main(arguments=None):
    """Measure what is to be measured, and write the page; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"a part ({', '.join(PARTS)}), or one measurement")
    parser.add_argument("--again", action="store_true", help="measure what is named even if it is measured already")
    parser.add_argument("--list", action="store_true", help="only say what is measured, and what is not")
    parser.add_argument("--page", action="store_true", help="only write the page")
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="FOLDER", help="records, and page, elsewhere")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)  # one measurement, in this process
    args = parser.parse_args(arguments)
    if args.here:
        machine.pin()  # before TensorFlow is imported
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
            folder = str(args.results.absolute())
            command = [sys.executable, "-m", "benchmarks", "beside_peers", "--here", "--results", folder, named(task)]
            status = subprocess.run(command, cwd=ROOT, check=False).returncode
            if status:
                return status
    if not args.list:
        from benchmarks.solutions import page

        page.write(records)
    return 0
