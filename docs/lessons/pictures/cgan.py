"""The images of the lesson on `cgan`: of its solution; see make.py."""

from make import HERE, Run, copied
from PIL import Image

ROWS = 5  # of ten on a sheet


def same_noise(folder):
    """The upper rows of the run's sheet: each of one noise vector, with all ten labels."""
    with Image.open(folder / "samples.png") as image:
        upper = image.convert("L").crop((0, 0, image.width, (image.height + ROWS - 1) * ROWS // 10))
        upper.quantize(16).save(HERE / "cgan-same-noise.png", optimize=True)


RUNS = {"cgan": Run([same_noise, copied("number", to="cgan-number", colours=16)])}
