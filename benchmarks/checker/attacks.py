"""Runs all attacks of tests/answers, confined, and tells what came of each: docs/evidence/attacks.md.

Linux with bubblewrap.
"""

import argparse
import tempfile

from benchmarks.common import pages
from checker.sandbox import confinement
from tests.support.answers import header_line
from tests.support.attacking import Scene, attacks, confined, honest

TAKES = "three minutes"
PAGE = "attacks.md"
HEAD = """\
Each is a file of `tests/answers`, put behind the skeleton of an exercise, so that its honest version has no points but
for what is honest in it; run at level {level} of [trust.md](../guides/trust.md), with shorter limits than those of
learners. The tests run all of them.

{total} attacks: {gained} gained a point that the honest version would not have, {harmed} did harm outside.

| attack | tries | the report says | gained |
|---|---|---|---|
"""


def main(arguments=None):
    argparse.ArgumentParser(description=__doc__).parse_args(arguments)
    level, rows, gained, harmed = confinement.level(), [], 0, 0
    with tempfile.TemporaryDirectory() as folder, confined(level):
        scene = Scene(folder)
        for name, path in attacks().items():
            result = scene.run(path)
            more = sorted(set(result.passed) - honest(path))
            gained, harmed = gained + bool(more), harmed + bool(result.harm)
            said = next((line for line in result.told.splitlines() if line.startswith(("got", "todo"))), "")
            phrase = header_line(path, "tells")
            if phrase not in said:
                said = next((line for line in result.report.splitlines() if phrase in line), said)
            said = said.removeprefix("got").removeprefix("todo").removeprefix("printed").strip()
            rows.append(
                [name, header_line(path, "tries"), f"`{_cell(said)}`", ", ".join([*more, *result.harm]) or "nothing"]
            )
            print(f"{name:50} {result.seconds:5.1f} s  {rows[-1][-1]}", flush=True)
        scene.close()
    lines = [f"| {' | '.join(row)} |" for row in rows]
    head = pages.head("Attacks, and what comes of them", "attacks")
    head += HEAD.format(level=level, total=len(rows), gained=gained, harmed=harmed)
    pages.write(PAGE, head + "\n".join(lines) + "\n")


def _cell(text):
    text = text.replace("|", "\\|").replace("`", "'")
    return text if len(text) <= 90 else f"{text[:87]}..."
