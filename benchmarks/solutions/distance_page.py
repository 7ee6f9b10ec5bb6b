"""docs/evidence/distance.md and its images, from the records in results/distance/."""

from pathlib import Path

import jinja2
import numpy as np

from benchmarks.common import pages
from benchmarks.common.ranks import least, mean_interval, partial, spearman
from benchmarks.solutions.page import machine, spread, table

RESULTS = Path(__file__).with_name("results") / "distance"
SKIPPED = 4  # looks at the beginning: there everything falls at once
TITLES = {"paper": "as in the paper", "critic": "ours, as it trains", "control": "the plain GAN"}
NUMBERS = {"reported": "as reported", "settled": "of a critic trained further"}
STEP = "step"  # in the place of a number, the clock: how many steps are still to come
NEEDED = 5  # runs of a form that a verdict wants
# Okabe and Ito's colours, which people who see few colours tell apart; lines differ in their dashes, too.
COLOURS = {"frechet": "#000000", "reported": "#0072B2", "settled": "#D55E00"}
DASHES = {"reported": "--", "settled": ":"}


def runs(records, form):
    """The records of a form, by seed."""
    return sorted((one for one in records.all() if one["part"] == form), key=lambda one: one["seed"])


def series(one, number):
    """The values of a run at its looks; of the step, such that it falls as a distance should."""
    return np.array([-look["steps"] if number == STEP else look[number] for look in one["looks"]])


def correlations(one, number):
    """Rank correlations of a number of a run with its Fréchet distance; above 0, they rise and fall together.

    Returns:
        `{"level", "later", "changes", "beyond"}`: without the first looks; in the later half of all; of the changes
        from look to look, without the first looks; and of these changes, with the clock taken out. The clock itself, as
        a number, says of the changes that they become smaller.
    """
    values, frechet = series(one, number), series(one, "frechet")
    half, clock = len(values) // 2, -series(one, STEP)[SKIPPED + 1 :]
    before = clock if number == STEP else np.diff(values[SKIPPED:])
    changes = np.diff(frechet[SKIPPED:])
    return {
        "level": spearman(values[SKIPPED:], frechet[SKIPPED:]),
        "later": spearman(values[half:], frechet[half:]),
        "changes": spearman(before, changes),
        "beyond": partial(before, changes, clock),
    }


def bounds(one):
    """How large each of a run's `correlations` must be, in size, to differ from 0."""
    looks = len(one["looks"])
    return {
        "level": least(looks - SKIPPED),
        "later": least(looks - looks // 2),
        "changes": least(looks - SKIPPED - 1),
    }


def of_form(records, form):
    """Rows about a form, a run each."""
    rows = []
    for one in runs(records, form):
        looks = one["looks"]
        found = {number: correlations(one, number) for number in (*NUMBERS, STEP)}
        rows.append(
            [
                one["seed"],
                f"{looks[0]['frechet']:.0f} to {looks[-1]['frechet']:.0f}",
                *(
                    f"{figures(looks[SKIPPED][number])} to {figures(looks[-1][number])}: "
                    + ", ".join(signed(value) for value in found[number].values())
                    for number in NUMBERS
                ),
                ", ".join(signed(found[STEP][what]) for what in ("level", "later", "changes")),
            ]
        )
    return table(["seed", "Fréchet", *NUMBERS.values(), "the clock"], rows)


def figures(value):
    """Three figures of a number."""
    return f"{value:.3g}".replace("-", "−")


def signed(value):
    return f"{value:+.2f}".replace("-", "−")


def verdict(records, form, number):
    """What a number of a form says of its quality.

    Returns:
        A dict: `levels`, the rank correlations of all runs, and `steps`, those of the clock; `count`, how many runs;
        `surer`, in how many the number's is beyond chance, `beats`, above the clock's; `changes` and `beyond`, mean and
        95 % interval of the changes', without the clock for the latter; `follows`, whether the number follows the
        distance in every run; `knows`, whether it knows of the changes what no clock could.
    """
    found, steps = ([correlations(one, which) for one in runs(records, form)] for which in (number, STEP))
    levels, clock = ([each["level"] for each in which] for which in (found, steps))
    bound = bounds(runs(records, form)[0])["level"]
    beyond = mean_interval([each["beyond"] for each in found])
    return {
        "levels": levels,
        "steps": clock,
        "count": len(levels),
        "surer": sum(level >= bound for level in levels),
        "beats": sum(level > step for level, step in zip(levels, clock, strict=True)),
        "changes": mean_interval([each["changes"] for each in found]),
        "beyond": beyond,
        "follows": all(level >= bound for level in levels),
        "knows": beyond[0] > 0,
    }


def between(records, form, number):
    """The mean rank correlation between runs at the same step, where the clock is the same for all of them."""
    values, frechet = (
        np.transpose([series(one, which)[SKIPPED:] for one in runs(records, form)]) for which in (number, "frechet")
    )
    return float(np.mean([spearman(*at_a_look) for at_a_look in zip(values, frechet, strict=True)]))


def answer(found):
    """A verdict in a word."""
    if found["count"] < NEEDED:
        return "too few runs"
    if found["follows"]:
        return "**yes**" if found["knows"] else "levels only"
    return "changes only" if found["knows"] else "no"


def summary(records):
    """Rows about the numbers of all forms."""
    rows = []
    for form, title in TITLES.items():
        for number, name in NUMBERS.items():
            if len(runs(records, form)) > 1:
                found = verdict(records, form, number)
                rows.append(
                    [
                        f"{title}, {name}",
                        f"{signed(np.mean(found['levels']))} ({signed(min(found['levels']))} to "
                        f"{signed(max(found['levels']))})",
                        f"{found['surer']} of {found['count']}",
                        signed(np.mean(found["steps"])),
                        f"{found['beats']} of {found['count']}",
                        *(
                            f"{signed(mean)} ({signed(low)} to {signed(high)})"
                            for low, mean, high in (found["changes"], found["beyond"])
                        ),
                        answer(found),
                    ]
                )
    head = ["number", "levels: mean (from, to)", "beyond chance in", "the clock's mean", "above the clock's in"]
    return table([*head, "changes: mean (95 % interval)", "the same without the clock", "tells the quality"], rows)


def extreme(which, records, forms):
    """`(level, number, run)` of the highest or lowest correlation of levels among some forms: `max` or `min` says."""
    found = [
        (correlations(one, number)["level"], number, one)
        for form in forms
        for one in runs(records, form)
        for number in NUMBERS
    ]
    return which(found, key=lambda each: each[0])


def headline(records):
    """The run and number that alone would have made the best headline, and what stands against it."""
    level, number, best = extreme(max, records, ["paper"])
    own = correlations(best, number)
    others = [correlations(one, number) for one in runs(records, "paper") if one["seed"] != best["seed"]]
    return {
        "run": best,
        "number": number,
        "name": NUMBERS[number],
        "level": signed(level),
        "bound": f"{bounds(best)['level']:.2f}",
        "looks": len(best["looks"]) - SKIPPED,
        "step": signed(correlations(best, STEP)["level"]),
        "changes": signed(own["changes"]),
        "beyond": signed(own["beyond"]),
        "others": ", ".join(signed(each["level"]) for each in others),
        "rival": extreme(max, records, ["control"]),
        "worst": extreme(min, records, ["paper", "critic"]),
    }


def settings(records, form):
    """How long a form's runs are, in words."""
    looks = runs(records, form)[0]["looks"]
    return f"{looks[-1]['steps']} steps, a look every {looks[0]['steps']}"


def stale(records):
    """Names of runs of code that has changed since."""
    from benchmarks.solutions import distance

    names = [
        f"{one['part']}-{one['seed']}" for one in records.all() if one["code"] != distance.fingerprint(one["part"])
    ]
    return ", ".join(names)


def plain_logarithms(axes):
    """A logarithmic axis of Fréchet distances that says 60, not 6 times 10 to the 1."""
    axes.set_yscale("log")
    for set_formatter in (axes.yaxis.set_major_formatter, axes.yaxis.set_minor_formatter):
        set_formatter(lambda value, _: f"{value:.0f}" if f"{value:.0e}"[0] in "123468" else "")


def draw_curves(records, path):
    """All runs, a panel each: the Fréchet distance, and both numbers between their lowest and highest value."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    columns = max(len(runs(records, form)) for form in TITLES)
    figure, grid = plt.subplots(
        len(TITLES), columns, figsize=(2.5 * columns, 7), squeeze=False, sharey="row", layout="constrained"
    )
    for row, (form, title) in zip(grid, TITLES.items(), strict=True):
        for axes in row:
            axes.set_visible(False)
        for axes, one in zip(row, runs(records, form), strict=False):
            axes.set_visible(True)
            steps = [look["steps"] for look in one["looks"]]
            axes.axvspan(0, steps[SKIPPED - 1], color="#eeeeee")
            axes.plot(steps, series(one, "frechet"), color=COLOURS["frechet"], label="Fréchet distance")
            plain_logarithms(axes)
            beside = axes.twinx()
            for number, name in NUMBERS.items():
                values = series(one, number)
                scaled = (values - values.min()) / (np.ptp(values) or 1)
                beside.plot(steps, scaled, DASHES[number], color=COLOURS[number], label=f"number, {name}")
            beside.set_yticks([])
            axes.set_title(f"{title}, seed {one['seed']}", fontsize=9)
            for each in (axes, beside):
                each.spines[["top", "right"]].set_visible(False)
            if not figure.legends:
                handles = [line for each in (axes, beside) for line in each.lines]
                figure.legend(handles=handles, loc="outside lower center", ncols=3, frameon=False)
        row[0].set_ylabel("Fréchet distance")
    for axes in grid[-1]:
        axes.set_xlabel("steps")
    figure.savefig(path, dpi=100)
    plt.close(figure)


def draw_headline(records, path):
    """The best run alone, as a headline would show it, and beside it what it would not show."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    best = headline(records)
    shown = [
        (best["run"], best["number"], "the best run alone: a headline"),
        (best["run"], STEP, "the same run, by the clock"),
        *((run, number, "what it leaves out") for _, number, run in (best["rival"], best["worst"])),
    ]
    figure, row = plt.subplots(1, len(shown), figsize=(13, 3.6), layout="constrained")
    for axes, (one, which, title) in zip(row, shown, strict=True):
        values = series(one, which)[SKIPPED:]
        axes.scatter(np.abs(values) if which == STEP else values, series(one, "frechet")[SKIPPED:], color="#0072B2")
        if which == STEP:
            axes.invert_xaxis()
        plain_logarithms(axes)
        axes.set_xlabel("steps; later ones are on the left" if which == STEP else f"number, {NUMBERS[which]}")
        level = signed(correlations(one, which)["level"])
        axes.set_title(f"{title}\n{TITLES[one['part']]}, seed {one['seed']}: {level}", fontsize=10)
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(alpha=0.25, which="both")
    row[0].set_ylabel("Fréchet distance")
    figure.savefig(path, dpi=100)
    plt.close(figure)


def text(records):
    """The page."""
    measured = [form for form in TITLES if runs(records, form)]
    facts = {
        "head": pages.head(
            "Does the critic's distance tell how good the images are?",
            "distance",
            {one["version"] for one in records.all()} or None,
        ),
        "measured": measured,
        "complete": all(len(runs(records, form)) >= NEEDED for form in TITLES),
    }
    if len(measured) == len(TITLES) and all(len(runs(records, form)) > 1 for form in TITLES):
        from benchmarks.solutions import distance

        verdicts = {form: {number: verdict(records, form, number) for number in NUMBERS} for form in TITLES}
        facts |= {
            "titles": TITLES,
            "machine": machine(records),
            "stale": stale(records),
            "settings": {form: settings(records, form) for form in TITLES},
            "settling": distance.SETTLING,
            "rates": "5e-4",
            "skipped": SKIPPED,
            "summary": summary(records),
            "tables": {form: of_form(records, form) for form in TITLES},
            "bounds": {what: f"{bound:.2f}" for what, bound in bounds(runs(records, "paper")[0]).items()},
            "headline": headline(records),
            "verdicts": verdicts,
            "mean": float(np.mean(verdicts["critic"]["reported"]["levels"])),
            "ends": {form: spread([one["looks"][-1]["frechet"] for one in runs(records, form)], 0) for form in TITLES},
            "between": {
                form: {number: signed(between(records, form, number)) for number in NUMBERS} for form in TITLES
            },
            "signed": signed,
            "told": any(answer(found) == "**yes**" for found in verdicts["paper"].values()),
            "control_told": any(answer(found) == "**yes**" for found in verdicts["control"].values()),
            "certain": spread([-look["settled"] for one in runs(records, "control") for look in one["looks"]], 4),
        }
    template = Path(__file__).with_name("distance.md.jinja").read_text("utf-8")
    return jinja2.Environment(keep_trailing_newline=True, trim_blocks=True).from_string(template).render(facts)


def write(records):
    """Write the page and its images: into docs/evidence/, or beside records that are kept elsewhere."""
    folder = pages.EVIDENCE if records.folder == RESULTS else records.folder
    (folder / "pictures").mkdir(parents=True, exist_ok=True)
    if all(runs(records, form) for form in TITLES):
        draw_curves(records, folder / "pictures" / "distance-curves.png")
        draw_headline(records, folder / "pictures" / "distance-headline.png")
    page = folder / "distance.md"
    page.write_text(text(records), encoding="utf-8")
    print(f"Written: {page}")
