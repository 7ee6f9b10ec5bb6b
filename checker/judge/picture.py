"""The report card of samples as one image: fooled levels, classes, the most convincing, the nearest."""

import numpy as np

from checker.judge import bands, kinds, references, samples, unseen
from workshop.data.catalogue import CATALOGUE

COLUMNS, ROWS, PAIRS = 24, 5, 12
# By levels fooled in turn: from pale to dark, so that they differ in brightness, too, whatever colours one can tell.
COLOURS = {0: (222, 222, 222), 1: (240, 184, 60), 2: (88, 160, 214), 3: (16, 52, 120)}
SAMPLES, REAL, COMPARED, DIGITS = "#2f6db3", "#222222", "#8a8a8a", "#e07b28"  # of bars and lines
REAL_FOOLS = 1 - references.REAL_SHARE


def draw(drawn, referees, title):
    """Draw the card of samples.

    Args:
        drawn: a `checker.judge.card.Drawn`, what the card is about.
        referees: the `checker.judge.referees.Referees` that judge it.
        title: a line of text.

    Returns:
        A `matplotlib.figure.Figure`, to be saved as PNG.
    """
    from matplotlib.figure import Figure

    card, images = kinds.judge(drawn, referees), drawn.images
    names = bands.kinds(card)
    judge, (first, second, frames) = kinds.KINDS[names[0]], PANELS[names[-1]]
    order, levels = drawn.seen(judge.order, referees), drawn.seen(judge.levels, referees)
    found = drawn.seen(samples.nearest, referees)

    figure = Figure(figsize=(11, 6.6), layout="constrained", dpi=110)
    grid = figure.add_gridspec(3, 3, height_ratios=(2.2, 2.3, 0.75))
    figure.suptitle(title, fontsize=13)
    first(figure.add_subplot(grid[0, 0]), card)
    second(figure.add_subplot(grid[0, 1]), card)
    _numbers(figure.add_subplot(grid[0, 2]), card)

    axis = figure.add_subplot(grid[1, :])
    shown = order[np.linspace(0, len(order) - 1, COLUMNS * ROWS).astype(int)]
    axis.imshow(_sheet(images[shown], [COLOURS[level] for level in levels[shown]], COLUMNS))
    axis.set_title(
        f"{len(shown)} of {len(images):,} samples, the most convincing first. Frame: {frames}",
        fontsize=9,
    )
    axis = figure.add_subplot(grid[2, :])
    looked_up, nearest = found["looked_up"], found["indices"]
    rank = np.argsort(order)[looked_up]
    chosen = np.argsort(rank)[np.linspace(0, len(rank) - 1, PAIRS).astype(int)]  # by how convincing they are, again
    pairs = np.stack([images[looked_up[chosen]], referees.images[nearest[chosen]]], axis=1)
    pairs = pairs.reshape(-1, *images.shape[1:])
    axis.imshow(_sheet(pairs, [(47, 109, 179), (200, 200, 200)] * PAIRS, 2 * PAIRS))
    axis.set_title("samples (blue), each with its nearest training image beside it (grey): is it a copy?", fontsize=9)
    for axis in figure.axes[3:]:
        axis.axis("off")
    return figure


def told(card):
    """What the image of a card shows, in words.

    Args:
        card: the numbers, as `kinds.judge` gives them.
    """
    names, missing = bands.fooled(card)
    shown, rows = _rows(card)
    first = ", ".join(f"{name.removesuffix(' level')} {mine}" for name, mine, *_ in shown)
    first = f"Taken for real by the level: {first}" if "fooled" in card else first
    beside = "; ".join(f"{name} {mine}" + (f" (real images {real})" if real else "") for name, mine, real, *_ in rows)
    short = f" Missing for the next: {'; '.join(f'{each.what}: {each.got}' for each in missing)}." if missing else ""
    return (
        f"The report card of {card['count']:,} images of {card['dataset']}. {first[:1].upper()}{first[1:]}."
        f" Fooled: {', '.join(names) or 'none'}.{short} {beside[:1].upper()}{beside[1:]}. Below, samples from the most"
        " to the least convincing, then some with the training image that is nearest to each."
    )


def _levels(axis, card):
    bars = axis.barh(references.LEVELS, [100 * share for share in card["fooled"]], color=SAMPLES)
    readable = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}  # where a line runs through it
    axis.bar_label(bars, fmt="%.0f %%", padding=3, fontsize=8, zorder=5, bbox=readable)
    axis.axvline(100 * bands.HALF, color=REAL, linestyle="--", label="fooled from here")
    axis.axvline(100 * REAL_FOOLS, color=REAL, linestyle=":", label="real images")
    axis.set(title="taken for real by the discriminator", xlim=(0, 125), xlabel="% of the samples, by level")
    axis.set_ylim(len(bars) + 0.15, -0.6)  # easy above; below the bars there is room for the legend
    axis.legend(fontsize=8, loc="lower right", framealpha=1)


def _digits(axis, card):
    counts = card["counts"]
    axis.bar(range(len(counts)), [100 * count / card["count"] for count in counts], color=DIGITS)
    axis.axhline(100 / len(counts), color=REAL, linestyle=":")
    axis.set(title="which digits they look like", xticks=range(len(counts)), ylabel="% of the samples")


def _named(axis, card):
    shares = card["named_by_class"]
    axis.bar(range(len(shares)), [100 * (share or 0) for share in shares], color=DIGITS)
    axis.axhline(100 * card["named_real"], color=REAL, linestyle=":")
    axis.set(title="how often it is what was asked for", xticks=range(len(shares)), ylabel="% of the samples of each")


def _taken(axis, card):
    what = unseen.UNSEEN[card["dataset"]].what
    bars = axis.barh(
        ["samples", "true ones"], [100 * card["taken"], 100 * card["taken_true"]], color=[SAMPLES, COMPARED]
    )
    axis.bar_label(bars, fmt="%.0f %%", padding=3, fontsize=8)
    told = "asked by easy, medium and hard"
    for table in bands.BANDS.values():
        axis.axvline(100 * table["unseen"][0].bound(card["dataset"]), color=REAL, linestyle="--", label=told)
        told = None
    axis.set(title=f"taken for {what}", xlim=(0, 125), xlabel="% of the images")
    axis.set_ylim(2.3, -0.6)  # below the bars there is room for the legend
    axis.legend(fontsize=8, loc="lower right", framealpha=1)


def _seen_as(axis, card):
    names = [*CATALOGUE[card["dataset"]].classes, "composite"]
    bars = axis.barh(names, [100 * share for share in card["seen_as"]], color=DIGITS)
    bars[unseen.UNSEEN[card["dataset"]].place].set_color(SAMPLES)
    axis.tick_params(axis="y", labelsize=7)
    axis.set(title="what the classifier sees in them", xlabel="% of the images", ylim=(len(names) - 0.4, -0.6))


# By the last kind of judgement that suits: what the first and the second plot show, and what the samples' frames mean.
FRAMES = "no level is fooled (grey), easy (yellow), medium too (light blue), hard too (dark blue)"
PANELS = {
    "samples": (_levels, _digits, FRAMES),
    "conditional": (_levels, _named, FRAMES),
    "unseen": (_taken, _seen_as, "taken for one (dark blue), or for something else (grey)"),
}


def _rows(card):
    """The card's numbers for people, as two lists: those that the first plot shows, and the others."""
    rows, shown = kinds.rows(card, bands.kinds(card)), len(references.LEVELS) if "fooled" in card else 1
    return rows[:shown], rows[shown:]


def _numbers(axis, card):
    axis.axis("off")
    _, rows = _rows(card)
    table = axis.table(
        [row[:3] for row in rows],
        colLabels=["", "samples", "real"],
        loc="center",
        edges="horizontal",
        cellLoc="left",
        colWidths=(0.5, 0.25, 0.25) if len(rows) < 10 else (0.6, 0.2, 0.2),
    )
    table.auto_set_font_size(False)
    table.set_fontsize(9)
    table.scale(1, 1.35 if len(rows) < 10 else 1.05)


def _sheet(images, colours, columns, gap=1, frame=2):
    """Images side by side, each in a frame of its colour: uint8 (h, w, 3)."""
    height, width = (side + 2 * (gap + frame) for side in images.shape[1:3])
    rows = -(-len(images) // columns)
    paper = np.full((rows * height, columns * width, 3), 255, dtype="uint8")
    for index, (image, colour) in enumerate(zip(images, colours, strict=True)):
        row, column = divmod(index, columns)
        place = paper[row * height + gap :, column * width + gap :][: height - 2 * gap, : width - 2 * gap]
        place[:] = colour
        place[frame:-frame, frame:-frame] = image if image.ndim == 3 else image[..., np.newaxis]
    return paper
