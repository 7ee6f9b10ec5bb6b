"""Writes docs/evidence/judge.md: how right answers and tricks fare with the judge, and where the thresholds lie."""

import functools
import hashlib
import json
import math
from collections import Counter
from itertools import chain
from pathlib import Path

from benchmarks.common import pages
from benchmarks.common.digests import of_files, of_text
from checker.judge import references
from checker.judge.bands import BANDS, fooled, kinds
from checker.judge.kinds import judged
from tests.support.answers import ANSWERS, compose

PATH = pages.EVIDENCE / "judge.md"
JUDGE = Path(references.__file__).parent
KINDS = {
    "right": "Right answers: the reference solution, and wheat of `tests/answers/{exercise}`",
    "short": "The reference solution, stopped early",
    "broken": "Broken answers: chaff of `tests/answers/{exercise}`, and what draws badly there",
    "trick": "Tricks: images that no honest generator drew",
}
INTRODUCTION = """\
From the records in `benchmarks/judge/records/`, by the option `--write`. What each number means is told by
`checker/judge/samples.py` and `measures.py`, what a band takes by `bands.py`.

## What it is

- A **classifier** and a **reference discriminator** in three levels, for `mnist` and for `glyphs`, trained by
  `python -m benchmarks.judge.train NAME` from the data set and from a zoo of fakes (`zoo.py`), shipped as float16
  arrays in `weights/` and verified by SHA-256. *easy* was trained against what looks like no digit; *medium* also
  against strokes in wrong places and young generators; *hard* also against seven kinds of grown ones.
- Of held-out real digits each level takes 95 % for **real**: it takes an image for real that convinces it at least as
  much as the least convincing 5 % of those do.
- A **level is fooled** when at least half of 2,000 samples pass for real, and they are clear digits, all ten in fair
  shares, close to real ones as a set (Fréchet distance, coverage), and new, each by at least so much:
"""
ASKED = """\
Of images of classes that were **asked for** it is wanted as well that the classifier reads these classes in them
(*named*, of all and of the worst class), that those of each class cover real images of it (*variety*, of the worst
class, beside real images), and that no class is copied (*copy ratio* of the worst class): `conditional.py`.
"""
# What a table shows of each kind of judgement: a number of the card, its title, times how much, with how many digits.
COLUMNS = {
    "samples": (
        ("clear", "clear (%)", 100, 0), ("label_divergence", "KL", 1, 2), ("frechet", "Fréchet", 1, 1),
        ("coverage", "coverage", 1, 2), ("copy_ratio", "copy ratio", 1, 2), ("piece_ratio", "piece ratio", 1, 2),
    ),
    "conditional": (
        ("named", "named (%)", 100, 0), ("named_worst", "worst class (%)", 100, 0), ("variety", "variety (%)", 100, 0),
        ("copy_worst", "copy ratio, worst class", 1, 2),
    ),
}  # fmt: skip
ELSEWHERE = """\
- {} of the generators were trained by Keras on JAX, on a GPU (`benchmarks/judge/train_by_jax.py`): networks, losses,
  optimizers and steps are the same, random numbers are others. The rest were trained as the checks do it.
"""
LIMITS = """\
## What it can't see

- **Where weights come from.** A generator that was trained elsewhere, put into the file, and only pretends to be
  trained here, draws what an honest one draws. What is told: pictures that are digits already before the first step;
  another architecture than that of `build_generator`; a file of more than 60,000 bytes, for 50,000 weights are 100,000
  bytes of text or more. Weights that do not come from `fit`, in a small file, can't be told from others.
- **Copies of a few of the pictures.** The copy ratio is taken at the nearest fifth and at the middle: a generator that
  copies a tenth of its pictures and invents the others is not told. Copies bent, thickened or turned are near-copies to
  us, and new pictures to the ratio.
- **Who is near a threshold.** Training is random: an answer of which one run fools a level with 56 % of its samples and
  the next with 72 % will miss it some day. The table above says how often a rerun came to another level.
- **Runs that nobody measured.** Thresholds were set after these runs, well below the weakest of the right ones; a share
  of all of them is an optimistic guess for the next answer, as the intervals say.
- **Taste.** A level knows what the fakes of its zoo gave away. A new kind of generator with a flaw of its own may
  please it more, or less, than it pleases people.
- **Other data.** For data other than `mnist` and `glyphs` there is no such judge; among drawn `creatures`, another one
  looks for [winged horses](winged-horses.md).
"""


def line(numbers):
    """A card's numbers in one line."""
    fooled = " ".join(f"{share:.2f}" for share in numbers["fooled"])
    asked = ""
    if "named" in numbers:
        asked = f"named {numbers['named']:.3f} worst {numbers['named_worst']:.3f}  variety {numbers['variety']:.2f}"
        asked += f"  copy {numbers['copy_worst']:.2f}  "
    return asked + (
        f"fooled {fooled}  clear {numbers['clear']:.2f}  digits {numbers['digits']:2}"
        f"  KL {numbers['label_divergence']:.2f}  FD {numbers['frechet']:.1f} ({numbers['frechet_real']:.1f})"
        f"  coverage {numbers['coverage']:.2f}  density {numbers['density']:.2f}  copy {numbers['copy_ratio']:.2f}"
        f"  piece {numbers['piece_ratio']:.2f}"
        f"  spread {numbers['spread']:.2f}  {numbers['seconds']} s"
    )


def write(folder):
    """Write the page from the records in a folder.

    Raises:
        SystemExit: a data set has no record of any training: the page that is there tells more.
    """
    for name in judged("samples"):
        if not [path for path in (folder / name).glob("*/*.json") if path.parent.name not in COLUMNS]:
            raise SystemExit(
                f"{PATH.name} is not written: there are no records of right and broken answers trained on {name}.\n"
                f"Measure them first: python -m benchmarks.judge.calibrate {name}"
            )
    PATH.write_text(page(folder), encoding="utf-8")


def page(folder):
    """The page as Markdown, from the records `folder/DATASET/TRICK.json` and `folder/DATASET/EXERCISE/RUN.json`."""
    made = {_made_with(json.loads(path.read_text("utf-8"))) for path in folder.glob("*/**/*.json")}
    told = pages.head("The judge's card", "calibrate", made) + INTRODUCTION
    parts = [told, _bands("samples"), _scales()]
    if any(list(of_tricks(folder / name, "conditional").glob("*.json")) for name in judged("samples")):
        parts += [ASKED, _bands("conditional")]
    for name in judged("samples"):
        facts = references.facts(name)
        parts.append(
            f"## {name}\n\nThe classifier reads {facts['classifier_accuracy']:.2%} of the test pictures right.\n"
        )
        parts.append(_zoo(facts["fool_rates_of_the_zoo"]))
        tricks = {kind: _records(of_tricks(folder / name, kind)) for kind in COLUMNS}
        trained = {
            each.name: _records(each)
            for each in sorted((folder / name).iterdir())
            if each.is_dir() and each.name not in COLUMNS
        }
        for exercise, records in trained.items():
            parts += [_kind(records, kind, exercise) for kind in ("right", "short", "broken")]
        parts += [_kind(records, "trick") for records in tricks.values()]
        for exercise, records in trained.items():
            of_which = f": `{exercise}`" * (len(trained) > 1)
            parts.append(_rates([*records, *tricks[_columns(records)[-1]]], of_which))
    parts.append(LIMITS)
    return "\n".join(part for part in parts if part)


def of_tricks(folder, kind):
    """Where the records of tricks lie that are for a kind of judgement, in the folder of a data set."""
    return folder if kind == "samples" else folder / kind


def measures_digest(numbers):
    """A digest of what a card's numbers depend on, whatever the bands make of them: measures, and networks."""
    modules = [kind for kind in kinds(numbers or {}) if kind != "samples"]
    names = ("measures", "originals", "samples", "references", *modules)
    files = of_files([f"{name}.py" for name in names], JUDGE)
    networks = references.facts(numbers["dataset"]) if numbers else {}
    return hashlib.sha256(f"{files} {json.dumps(networks, sort_keys=True)}".encode()).hexdigest()[:16]


@functools.cache
def code_digest(exercise, name):
    """A digest of an answer that is trained, whatever its comments say: one of tests/answers, or else the solution."""
    parts = list((ANSWERS / exercise).glob(f"*/{name}.py"))
    return of_text(compose(exercise, parts[0].read_text("utf-8") if parts else ""))


def _made_with(record):
    """The version of the sources, where they measure and train what they did when the record was made; else None."""
    same = record.get("measures") == measures_digest(record["card"])
    if "exercise" in record:
        same = same and record.get("code") == code_digest(record["exercise"], record["name"])
    return pages.made_with("calibrate") if same else None


def _records(folder):
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]


def reached(numbers):
    """The name of the highest level that a card's samples fool, and what is missing for the next: `Shortfall`s."""
    names, missing = ([], []) if numbers is None else fooled(numbers)
    return (["none", *names])[-1], missing


def _bands(kind):
    """A table of what the bands ask of a kind of judgement, in the order of its columns."""
    tables = {band: {each.measure.partition(".")[0]: each for each in asked[kind]} for band, asked in BANDS.items()}
    first = next(iter(tables.values()))
    titles = {"fooled": "fooled"} | {name: title.partition(" (")[0] for name, title, *_ in COLUMNS[kind]}
    columns = {name: title for name, title in titles.items() if name in first}
    heads = [f"{title}, {'at least' if first[name].at_most is None else 'at most'}" for name, title in columns.items()]
    rows = [[band, *(table[name].stated for name in columns)] for band, table in tables.items()]
    lines = [f"| {' | '.join(row)} |" for row in [["band", *heads], *rows]]
    return "\n".join([lines[0], "|---" * (len(heads) + 1) + "|", *lines[1:], ""])


def _scales():
    scales = {name: references.facts(name)["frechet_scale"] for name in judged("samples")}
    told = ", ".join(f"{scale:g} for {name}" for name, scale in sorted(scales.items(), key=lambda item: item[1]))
    return f"The Fréchet distance is allowed to be larger where features lie further apart: times {told}.\n"


def _columns(records):
    """The kinds of judgement that records are of: the names of `COLUMNS` that a table of them has."""
    found = [kind for kind in COLUMNS if any(kind in kinds(record["card"] or {}) for record in records)]
    return found or ["samples"]


def _zoo(rates):
    """How the kinds of the zoo fare on each level, generators by their age."""
    kinds = list(next(iter(rates.values())))
    drawn = [kind for kind in kinds if " " not in kind]
    steps = sorted({int(kind.split()[-1]) for kind in kinds if " " in kind})
    rows = [("drawn: " + kind.replace("_", " "), [kind]) for kind in drawn]
    rows += [
        (f"generators after {step} steps", [kind for kind in kinds if kind.endswith(f" {step}")]) for step in steps
    ]
    lines = [
        f"| {title} | "
        + " | ".join(_spread([100 * rates[level][kind] for kind in group], 0) for level in references.LEVELS)
        + " |"
        for title, group in rows
    ]
    head = f"| fakes of the zoo: % that fools | {' | '.join(references.LEVELS)} |"
    return "\n".join([head, "|---|---|---|---|", *lines]) + "\n"


def _spread(values, digits):
    low, high = (f"{value:.{digits}f}" for value in (min(values), max(values)))
    return low if low == high else f"{low} to {high}"


def _kind(records, kind, exercise=""):
    """A table of all runs of a kind, a row for each name."""
    mine = {}
    for record in records:
        if record["kind"] == kind:
            mine.setdefault(record["name"], []).append(record)
    if not mine:
        return ""
    asked = _columns(list(chain(*mine.values())))
    columns = [column for each in asked for column in COLUMNS[each]]
    heads = ["runs", "fools easy, medium, hard (%)", *(title for _, title, *_ in columns), "fools"]
    heads.append("first missing for the next level")
    title = KINDS[kind].format(exercise=exercise)
    title += ", asked for by class" * (kind == "trick" and "conditional" in asked)
    lines = [f"### {title}\n", f"| | {' | '.join(heads)} |"]
    lines.append("|---" * (len(heads) + 1) + "|")
    for name, group in sorted(mine.items()):
        cards = [record["card"] for record in group if record["card"]]
        bands = [reached(record["card"]) for record in group]
        counts = Counter(band for band, _ in bands)
        names = ", ".join(band if len(counts) == 1 else f"{band} {counts[band]}" for band in sorted(counts))
        lacks = next((missing[0].what.split(",")[0] for _, missing in bands if missing), "")
        if not cards:
            told = next(record.get("failure", "") for record in group).split("\n")[0][:90]
            lines.append(f"| {name} | {len(group)} |{' |' * (len(columns) + 1)} none | {told} |")
            continue
        fooled = ", ".join(_spread([100 * card["fooled"][level] for card in cards], 0) for level in range(3))
        cells = [_spread([times * card[key] for card in cards], digits) for key, _, times, digits in columns]
        lines.append(f"| {name} | {len(group)} | {' | '.join([fooled, *cells])} | {names} | {lacks} |")
    return "\n".join(lines) + "\n"


def _rates(records, of_which=""):
    """How often the judge was right, with confidence intervals, and how stable bands are."""
    right = [reached(record["card"])[0] for record in records if record["kind"] == "right"]
    # Held-out real digits are no trick: nobody could tell.
    wrong = [
        record for record in records if record["kind"] in ("broken", "trick") and record["name"] != "held_out_digits"
    ]
    fooled = [record["name"] for record in wrong if reached(record["card"])[0] != "none"]
    top = [record["name"] for record in wrong if reached(record["card"])[0] == [*BANDS][-1]]
    if not right or not wrong:
        return ""
    seconds = [record["training_seconds"] for record in records if "training_seconds" in record and record["card"]]
    took = [record["card"]["seconds"] for record in records if record["card"]]
    full, elsewhere = right.count([*BANDS][-1]), sum("trained_by" in record for record in records)
    return (
        f"### How often it is right{of_which}\n\n"
        f"- Right answers that fool all levels: {full} of {len(right)} runs ({interval(full, len(right))}).\n"
        f"{_stability(records)}"
        f"- Broken answers and tricks that fool any level: {len(fooled)} of {len(wrong)}"
        f" ({interval(len(fooled), len(wrong))}){': ' + ', '.join(fooled) if fooled else ''}.\n"
        f"- That fool all levels: {len(top)} of {len(wrong)} ({interval(len(top), len(wrong))}).\n"
        + (f"- Training took {min(seconds):.0f} to {max(seconds):.0f} s.\n" if seconds else "")
        + f"- A card took {min(took):.1f} to {max(took):.1f} s.\n"
        + (ELSEWHERE.format(elsewhere) if elsewhere else "")
    )


def _stability(records):
    """How many runs of the right answers that were run with several seeds came to the band that most of them did."""
    bands = {}
    for record in records:
        if record["kind"] == "right":
            bands.setdefault(record["name"], []).append(reached(record["card"])[0])
    several = [group for group in bands.values() if len(group) > 1]
    runs, same = sum(map(len, several)), sum(max(map(group.count, group)) for group in several)
    if not runs:
        return ""
    return (
        f"- Runs of one answer with other seeds that fool the same levels: {same} of {runs} runs of {len(several)}"
        f" answers ({interval(same, runs)}).\n"
    )


def interval(count, total, level=0.95):
    """Clopper and Pearson's interval of a share, as text."""

    def at_most(k, p):
        return sum(math.comb(total, i) * p**i * (1 - p) ** (total - i) for i in range(k + 1))

    def root(function):
        low, high = 0.0, 1.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if function(middle) > 0 else (low, middle)
        return low

    tail = (1 - level) / 2
    lower = 0.0 if count == 0 else root(lambda p: tail - (1 - at_most(count - 1, p)))
    upper = 1.0 if count == total else root(lambda p: at_most(count, p) - tail)
    return f"95 % interval {lower:.0%} to {upper:.0%}"
