"""Draws the lessons' diagrams: a source in docs/diagrams/ becomes an SVG for lessons and a PNG for notebooks.

A source is Graphviz's language (`NAME.dot`), or a Python file (`NAME.py`) with a function `draw()` that returns a
Matplotlib figure. JupyterLab shows no SVG that a cell carries, and so notebooks have the PNG. Fonts differ between
machines; so it is not the drawing that tells whether it is old, but a digest of its source that both files carry.
"""

import importlib.util
import io
import re
import shutil
import subprocess

from checker import exercises
from checker.errors import UsageError
from checker.materials.checksum import checksum

FONT = "Helvetica,Arial,sans-serif"
# A light ground of its own, for pages that are dark; letters that are legible on a narrow screen.
LOOK = [
    *("-Gbgcolor=white", "-Gpad=0.15", f"-Gfontname={FONT}", "-Gfontsize=15"),
    *(f"-Nfontname={FONT}", "-Nfontsize=15", "-Nshape=box", "-Nstyle=rounded,filled", "-Nfillcolor=#eef3fb"),
    *("-Ncolor=#4a6fa5", "-Nmargin=0.15,0.08", f"-Efontname={FONT}", "-Efontsize=14", "-Ecolor=#444444"),
]
SHARP = 120  # dots an inch of the PNG
SVG_DIGEST = re.compile(r"<!-- source ([0-9a-f]{16}) -->")


def sources():
    """The diagrams' sources, in a checkout; none in an installed package."""
    folder = exercises.ROOT / "docs" / "diagrams"
    return sorted(path for path in folder.glob("*.*") if path.suffix in (".dot", ".py"))


def drawn(source):
    """Where a source's SVG and PNG lie."""
    folder = exercises.glossary().parent / "pictures"
    return folder / f"{source.stem}.svg", folder / f"{source.stem}.png"


def is_old(source):
    """Whether a source was changed since it was drawn, or was never drawn."""
    digest = _digest(source)
    svg, png = drawn(source)
    found = SVG_DIGEST.search(svg.read_text(encoding="utf-8")) if svg.is_file() else None
    return not found or found[1] != digest or _png_digest(png) != digest


def draw(source):
    """Draw a source's SVG and PNG.

    Raises:
        UsageError: Graphviz is missing, or the source is none.
    """
    svg, png = (_by_graphviz if source.suffix == ".dot" else _by_matplotlib)(source)
    at_svg, at_png = drawn(source)
    digest = _digest(source)
    at_svg.write_text(svg.replace("<svg", f"<!-- source {digest} -->\n<svg", 1), encoding="utf-8")
    _write_png(at_png, png, digest)


def _by_graphviz(source):
    if shutil.which("dot") is None:
        raise UsageError(f"{source.name} was changed, and Graphviz is missing, which draws it: install it, then sync.")

    def run(*options):
        done = subprocess.run(["dot", *LOOK, *options, source], capture_output=True)
        if done.returncode:
            raise UsageError(f"{source}: Graphviz cannot draw it.\n{done.stderr.decode('utf-8', 'replace').strip()}")
        return done.stdout

    return run("-Tsvg").decode("utf-8"), run("-Tpng", f"-Gdpi={SHARP}")


def _by_matplotlib(source):
    import matplotlib
    from matplotlib.figure import Figure

    spec = importlib.util.spec_from_file_location(source.stem.replace("-", "_"), source)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with matplotlib.rc_context(
        {"font.size": 12, "svg.hashsalt": source.stem, "axes.spines.top": False, "axes.spines.right": False}
    ):
        figure = module.draw()
        if not isinstance(figure, Figure):
            raise UsageError(f"{source}: draw() must return a Matplotlib figure.")
        svg, png = io.StringIO(), io.BytesIO()
        figure.savefig(svg, format="svg", facecolor="white", metadata={"Date": None})
        figure.savefig(png, format="png", facecolor="white", dpi=SHARP)
    return svg.getvalue(), png.getvalue()


def _digest(source):
    return checksum("\n".join([*LOOK, str(SHARP), source.read_text(encoding="utf-8")]))


def _png_digest(path):
    from PIL import Image

    if not path.is_file():
        return None
    with Image.open(path) as image:
        return image.info.get("source")


def _write_png(path, content, digest):
    """Write a PNG of few colours, so that notebooks which carry it stay small."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("source", digest)
    with Image.open(io.BytesIO(content)) as image:
        few = image.convert("RGB").quantize(32, dither=Image.Dither.NONE)
    few.save(path, optimize=True, pnginfo=info)
