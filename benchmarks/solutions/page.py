"""docs/evidence/benchmarks.md and its images, from the records in results/."""

import statistics
from pathlib import Path

import jinja2
import numpy as np

from benchmarks.common import pages
from benchmarks.solutions import networks
from checker.exercises import exercises

RESULTS = Path(__file__).with_name("results")
SEEDS = 5  # that a verdict on classifiers wants
LEAST_CLEAR, MOST_DIVERGENCE, AT = 0.75, 0.1, 120
UNEVEN = 0.5  # label divergence above which a share of clear digits says little: some shapes are missing
OUR_COLOUR = "#d1495b"


def at(one, seconds):
    """The look of a record at a time, or the last one before."""
    return [look for look in one["looks"] if look["seconds"] < seconds + 1][-1]


def as_near(look, end):
    """Whether the samples at a look are as near to real digits, as a heap, as a peer's at its last one."""
    return look["frechet"] <= end["frechet"]


def as_clear(look, end):
    """Whether as many are clear; where a peer's are uneven, nothing is asked."""
    return look["clear"] >= end["clear"] or end["label_divergence"] > UNEVEN


def as_good(look, end):
    """Whether both hold, and the digits are as even; where they were asked for, as many are what was asked for."""
    even = look["label_divergence"] <= max(end["label_divergence"], MOST_DIVERGENCE)
    named = all(look[key] >= end[key] for key in ("named", "named_worst") if key in end)
    return even and named and as_near(look, end) and as_clear(look, end)


def reached(runs, end, what):
    """Seconds until each of some runs once is what a function says, of the slowest; None if one never is."""
    times = [next((look["seconds"] for look in run["looks"] if what(look, end)), None) for run in runs]
    return max(times) if times and None not in times else None


def verdict(met):
    return "met" if met else "**missed**"


def spread(values, digits=1):
    low, high = f"{min(values):.{digits}f}", f"{max(values):.{digits}f}"
    return low if low == high else f"{low} to {high}"


def table(head, rows):
    """A Markdown table, or a sentence where there are no rows."""
    if not rows:
        return "Not measured yet."
    lines = ["| " + " | ".join(map(str, line)) + " |" for line in (head, *rows)]
    return "\n".join([lines[0], "|" + "---|" * len(head), *lines[1:]])


def peers(records, kind="generator"):
    """Rows about the generative peers of a kind, and how soon ours is as good."""
    ours, rows = records.of("quality", networks.ours(kind)), []
    asked = ["named as asked, worst digit"] * (kind == "conditional generator")
    for name in networks.peers(kind):
        factor = networks.facts(name)["AHEAD"]
        for peer in records.of("quality", name):
            end = peer["looks"][-1]
            near, clear, both = (reached(ours, end, what) for what in (as_near, as_clear, as_good))
            rows.append(
                [
                    peer["title"],
                    " + ".join(f"{size:,}" for size in peer["parameters"]),
                    peer["batch_size"],
                    f"{1000 * end['seconds'] / end['steps']:.0f}",
                    f"{end['clear']:.0%}" + (" (uneven)" if end["label_divergence"] > UNEVEN else ""),
                    f"{end['label_divergence']:.2f}",
                    f"{end['frechet']:.0f}",
                    f"{end['coverage']:.2f}",
                    *(f"{end['named']:.0%}, {end['named_worst']:.0%}" for _ in asked),
                    *(f"{seconds:.0f} s" if seconds else "-" for seconds in (near, clear)),
                    f"{both:.0f} s, 1/{end['seconds'] / both:.0f}" if both else "-",
                    f"1/{factor}: {verdict(both and both <= end['seconds'] / factor)}",
                ]
            )
    head = ["after 600 s", "parameters", "batch", "ms a step", "clear", "KL", "Fréchet", "coverage", *asked]
    return table([*head, "ours as near after", "as clear after", "both", "aim"], rows)


def over_time(records, kind="generator"):
    """Rows about our GAN of a kind, a moment each."""
    rows, asked = [], ["named as asked, %", "worst digit, %"] * (kind == "conditional generator")
    for seconds in (15, 30, 60, AT):
        looks = [at(one, seconds) for one in records.of("quality", networks.ours(kind))]
        if looks:
            rows.append(
                [
                    f"{seconds} s",
                    len(looks),
                    spread([look["steps"] for look in looks], 0),
                    spread([100 * look["clear"] for look in looks]),
                    spread([look["label_divergence"] for look in looks], 3),
                    spread([look["frechet"] for look in looks]),
                    spread([look["coverage"] for look in looks], 2),
                    spread([100 * look["fooled"][2] for look in looks], 0),
                    *(spread([100 * look[key] for look in looks]) for key in ("named", "named_worst")[: len(asked)]),
                ]
            )
    head = ["after", "seeds", "steps", "clear, %", "KL", "Fréchet", "coverage", "fools the hard level, %", *asked]
    return table(head, rows)


def of_kind(records, kind):
    """The tables about generative networks of a kind; none where nothing of them was measured."""
    if not any(records.of("quality", name) for name in networks.names(kind)):
        return {}
    return {"peers": peers(records, kind), "ours": over_time(records, kind)}


def good_in_time(records):
    """Whether all our runs have what was aimed at after two minutes."""
    looks = [at(one, AT) for one in records.of("quality", networks.ours("generator"))]
    return all(look["clear"] >= LEAST_CLEAR and look["label_divergence"] < MOST_DIVERGENCE for look in looks)


def classifiers(records):
    """Rows about the classifiers."""
    rows = []
    for name in networks.names("classifier"):
        runs = records.of("classifiers", name)
        if not runs:
            continue
        times = [run["seconds_to_aim"] for run in runs]
        known = [time for time in times if time]
        mean = mean_time(records, name)
        rows.append(
            [
                runs[0]["title"],
                f"{runs[0]['parameters']:,}",
                f"{runs[0]['epochs']} of {runs[0]['batch_size']}",
                len(runs),
                f"{mean:.1f}" if mean else f"{len(known)} of {len(times)} runs",
                spread(known) if known else "-",
                spread([100 * run["looks"][-1]["accuracy"] for run in runs if run["complete"]], 2),
                spread([run["looks"][-1]["seconds"] for run in runs if run["complete"]]),
            ]
        )
    head = ["classifier", "parameters", "epochs, batch", "seeds", "s to 99.0 %, mean", "from, to"]
    return table([*head, "accuracy at the end, %", "s in all"], rows)


def mean_time(records, name):
    """Mean seconds to 99.0 %, or None where a run did not come so far."""
    times = [run["seconds_to_aim"] for run in records.of("classifiers", name)]
    return statistics.mean(times) if times and None not in times else None


def limit(records):
    """Rows about a step of each network."""
    rows = []
    ours, kinds = networks.ours("generator"), dict.fromkeys(networks.names("classifier"), "classifier")
    for name in (ours, *networks.wider(), *networks.peers("generator"), *kinds):
        for one in records.of("limit", name):
            step, product = median_of(one, "step"), median_of(one, "product")
            rows.append(
                [
                    f"{one['title']} ({kinds.get(name, 'GAN')})",
                    one["batch_size"],
                    f"{one['operations'] / 1e6:,.0f}",
                    f"{1000 * step:.1f}",
                    f"{one['operations'] / step / 1e9:.0f}",
                    f"{product / 1e9:.0f}",
                    f"{one['share']:.0%} ({spread([100 * a_round['share'] for a_round in one['rounds']], 0)})",
                ]
            )
    head = ["step of", "batch", "million operations", "ms", "GFLOP/s", "matrix product, GFLOP/s", "share (of 3 rounds)"]
    return table(head, rows)


def median_of(one, key):
    """Of the rounds of a record of `limit`."""
    return statistics.median(a_round[key] for a_round in one["rounds"])


def kernels(one):
    """`(rows, totals)`: what each matrix operation of our GAN's step takes alone, and all of them."""
    rows, totals = [], dict.fromkeys(("operations", "with_zeros", "xla", "tensorflow", "faster"), 0)
    for kernel in one["kernels"]:
        times, count = kernel["times"], kernel["operations"]
        kernel["faster"] = min(kernel["xla"], kernel["tensorflow"])
        for key in totals:
            totals[key] += times * kernel[key]
        rows.append(
            [
                kernel["layer"],
                kernel["what"],
                times,
                f"{count / 1e6:.1f}",
                f"{kernel['with_zeros'] / count:.0f}",
                *(f"{1000 * kernel[way]:.2f} ({count / kernel[way] / 1e9:.0f})" for way in ("xla", "tensorflow")),
            ]
        )
    head = ["layer", "forward, or gradient of", "times", "million operations", "times that with zeros"]
    return table([*head, "XLA, ms (GFLOP/s)", "TensorFlow, ms (GFLOP/s)"], rows), totals


def feedback(records):
    """The section on waiting."""
    kinds = {
        "import": "`import keras`",
        "cold": "static checks of a finished file, from nothing: `python -m checker {} --no-train`",
        "save": "the same after a save, under `--watch`",
        "demo": "the demo, which trains all solutions: `python start.py` where it is installed",
    }
    rows = []
    for kind, what in kinds.items():
        for exercise in (*(each.name for each in exercises()), ""):
            name = f"{kind}_{exercise}" if exercise else kind
            seconds = [second for one in records.of("feedback", name) for second in one["seconds"]]
            if seconds:
                shown = what.format(exercise) + (f" ({exercise})" if kind == "save" else "")
                rows.append([shown, len(seconds), f"{statistics.median(seconds):.1f}", spread(seconds)])
    return table(["what", "times", "s, median", "from, to"], rows)


def stale(records):
    """Names of records of code that has changed since."""
    return ", ".join(
        f"{one['part']}/{one['network']}-{one['seed']}"
        for one in records.all()
        if one["code"] != networks.fingerprint(one["network"])
    )


def machine(records):
    """The machines of the records, in words, that of most records first."""
    kinds = {}
    for one in records.all():
        facts = one["machine"]
        words = (
            f"{facts['processor']}, {facts['system']}, {facts['cores']} cores, {facts['gpu'] or 'no GPU'}; "
            + ", ".join(f"{name} {facts[name.lower()]}" for name in ("Python", "TensorFlow", "Keras", "NumPy"))
        )
        kinds.setdefault(words, []).append(one["day"])
    return "; ".join(
        f"{words} ({min(days)}" + (f" to {max(days)})" if max(days) > min(days) else ")")
        for words, days in sorted(kinds.items(), key=lambda item: -len(item[1]))
    )


def draw_curves(records, path):
    """Clear digits and Fréchet distance over time, a line a run."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, (upper, lower) = plt.subplots(2, 1, figsize=(9, 8), sharex=True, layout="constrained")
    for name in networks.names("generator"):
        style = {"color": OUR_COLOUR, "linewidth": 2.2}
        if not networks.is_ours(name):
            style = {"color": networks.facts(name)["COLOUR"], "linewidth": 1.6}
        for index, one in enumerate(records.of("quality", name)):
            seconds = [look["seconds"] for look in one["looks"]]
            label = one["title"] if index == 0 else "_"
            # A share of clear digits says little while some shapes are missing: a gap in the line.
            clear = [100 * look["clear"] if look["label_divergence"] <= UNEVEN else np.nan for look in one["looks"]]
            upper.plot(seconds, clear, label=label, **style)
            lower.plot(seconds, [look["frechet"] for look in one["looks"]], label=label, **style)
    upper.set_ylabel("clear digits, % of 2,000")
    upper.set_ylim(0, 100)
    upper.axhline(98, color="#888888", linewidth=1, linestyle=":")
    upper.annotate("real digits", (5.2, 94.5), color="#666666", fontsize=9)
    lower.set_ylabel("Fréchet distance (real digits: 2)")
    lower.set_yscale("log")
    lower.set_xscale("log")
    lower.set_xlabel("seconds of two cores")
    ticks = [5, 10, 20, 30, 60, 120, 300, 600]
    lower.set_xticks(ticks, [str(tick) for tick in ticks])
    lower.minorticks_off()
    for axes in (upper, lower):
        axes.grid(alpha=0.25)
        axes.spines[["top", "right"]].set_visible(False)
    if lower.lines:
        lower.legend(frameon=False, loc="lower left")
    figure.savefig(path, dpi=100)
    plt.close(figure)


def draw_samples(records, path):
    """Rows of samples: ours after 30, 60 and 120 s, the others at their end."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    rows = []
    for name in networks.names("generator"):
        moments = (30, 60, AT) if networks.is_ours(name) else (600,)
        for one in records.of("quality", name)[:1]:
            pictures = records.arrays("quality", name, one["seed"])["pictures"]
            for moment in moments:
                index = one["looks"].index(at(one, moment))
                rows.append((f"{one['title']}, {moment} s", pictures[index]))
    if not rows:
        return
    figure, axes = plt.subplots(len(rows), 1, figsize=(9, 0.5 * len(rows)), layout="constrained")
    for axis, (title, pictures) in zip(np.atleast_1d(axes), rows, strict=True):
        axis.imshow(np.concatenate(list(pictures), axis=1), cmap="gray", aspect="equal")
        axis.set_axis_off()
        axis.text(-8, 14, title, ha="right", va="center", fontsize=8)
    figure.savefig(path, dpi=100)
    plt.close(figure)


def text(records):
    """The page."""
    ours = networks.ours("generator")
    facts = {
        "head": pages.head("Beside the peers", "beside_peers", (one.get("version") for one in records.all())),
        "machine": machine(records),
        "stale": stale(records),
        "uneven": UNEVEN,
        "at": AT,
        "peers": peers(records),
        "ours": over_time(records),
        "conditional": of_kind(records, "conditional generator"),
        "critic": of_kind(records, "critic"),
        "ours_verdict": records.of("quality", ours) and verdict(good_in_time(records)),
        "classifiers": classifiers(records),
        "limit": limit(records),
        "feedback": feedback(records),
    }
    (rival,) = (name for name in networks.peers("classifier") if "AHEAD" in networks.facts(name))
    compared = networks.ours("classifier"), rival
    times = [mean_time(records, name) for name in compared]
    if all(times):
        facts |= {"ratio": times[0] / times[1], "rival": networks.facts(rival)["TITLE"]}
        facts["ahead"] = networks.facts(rival)["AHEAD"]
        # Said of five seeds each: with fewer it is a hint, and this one is near to its bar.
        if all(len(records.of("classifiers", name)) >= SEEDS for name in compared):
            facts["ratio_verdict"] = verdict(facts["ratio"] <= 1 / facts["ahead"])
    for one in records.of("limit", ours):
        facts["kernels"], totals = kernels(one)
        step, product = median_of(one, "step"), median_of(one, "product")
        facts["limit_verdict"] = verdict(one["share"] >= 0.5)
        facts["step"] = f"{1000 * step:.1f}"
        facts |= {f"kernels_{way}": f"{1000 * totals[way]:.1f}" for way in ("xla", "tensorflow", "faster")}
        facts["share_faster"] = f"{totals['operations'] / totals['faster'] / product:.0%}"
        facts["zeros"] = f"{totals['with_zeros'] / totals['operations']:.1f}"
        facts["share_zeros"] = f"{totals['with_zeros'] / step / product:.0%}"
    template = Path(__file__).with_name("page.md.jinja").read_text("utf-8")
    return jinja2.Environment(keep_trailing_newline=True, trim_blocks=True).from_string(template).render(facts)


def write(records):
    """Write the page and its images: into docs/evidence/, or beside records that are kept elsewhere."""
    folder = pages.EVIDENCE if records.folder == RESULTS else records.folder
    (folder / "pictures").mkdir(exist_ok=True)
    draw_curves(records, folder / "pictures" / "benchmarks-curves.png")
    draw_samples(records, folder / "pictures" / "benchmarks-samples.png")
    page = folder / "benchmarks.md"
    page.write_text(text(records), encoding="utf-8")
    print(f"Written: {page}")
