"""Looks at how a generator grows: from a small image to a large one, by what spreads its places apart."""

import numpy as np

from checker.rubric.expect import expect
from checker.rubric.graphs import Graph, random_weights
from checker.rubric.heads import Head
from checker.rubric.layers import listed

# Of what two places of the small image do to the large one, so much is the same, moved: .8 or more in right generators
# of 30 makes, at most .2 where borders are put around 7x7 places, or they are mirrored or repeated.
SAME = 0.6
TRIED = 8  # of the nodes with small images, from the last on: any of them may be where a generator begins to grow


def expect_growth(generator, start, rng, *inputs):
    """Fail unless a generator grows from images of a size, by transposed convolution, or upsampling and convolution.

    How it grows is seen in what it does: when neighbouring places of the small image change, places of the large one
    change that are as far apart as it is larger. Where zeros are put around an image, neighbours stay neighbours, and
    one dense layer puts each place everywhere.

    Args:
        generator: a `checker.learner.models.Model`.
        start: height and width of the first images.
        rng: `numpy.random.Generator`.
        *inputs: an array (n, ...) for each of its inputs.
    """
    inputs = [each[:2] for each in inputs]
    model = random_weights(generator, rng, narrow=True)
    graph = Graph(model.watch(*inputs))
    sizes = [tuple(node["shape"][:2]) for node in graph if len(node["shape"]) == 3]
    # A place's axes are the first two, or the last two where channels come first.
    small = [
        (index, axis)
        for index, node in enumerate(graph)
        for axis in range(len(node["shape"]) - 1)
        if tuple(node["shape"][axis : axis + 2]) == start
    ]
    expect(
        small,
        "the sizes of the images from layer to layer",
        f"{start[0]}x{start[1]} among them",
        ", ".join(dict.fromkeys(f"{h}x{w}" for h, w in sizes)) or "none",
        f"Let a dense layer make {start[0]} * {start[1]} * channels numbers from the noise, and a Reshape make a"
        " small image of them.",
    )
    height, width = graph.output.shape[1:3]
    grows = any(_spreads(model, graph, rng, inputs, *each) for each in small[: -1 - TRIED : -1])
    enlarging = [node["kind"] for node in graph if len(node["shape"]) == 3 and _smaller(graph, node)]
    expect(
        grows,
        f"how the image grows from {start[0]}x{start[1]} to {height}x{width}",
        "by transposed convolution with strides, or upsampling and convolution, which spread all positions apart",
        f"by {listed(enlarging)}, which does not",
        "Let Conv2DTranspose with a stride, or UpSampling2D and Conv2D, double height and width.",
    )
    rows, columns = graph.output[:, : height // 2 * 2], graph.output[:, :, : width // 2 * 2]
    blocks = np.allclose(rows[:, ::2], rows[:, 1::2]) and np.allclose(columns[:, :, ::2], columns[:, :, 1::2])
    convolves = any("Conv" in node["kind"] for node in graph)
    head = Head(generator, rng, *inputs)
    last = any(each == graph.end or graph.followed(each, {graph.end}, graph.copies) for each in head.sources)
    what, got = "the layers after the image has grown for the last time", "none that sees neighbouring pixels"
    hint = "Upsampling only copies or blends pixels: a convolution has to follow, or the image is made of blocks."
    expect(convolves and not blocks and last and head.moves_each(), what, "a convolution", got, hint)
    hint = (
        "Upsampling only copies or blends pixels: a convolution has to follow. One of 1x1, or a dense layer, sees a"
        " single pixel at a time."
    )
    expect(_sees_neighbours(model, graph, rng, inputs), what, "a convolution", got, hint)


def _spreads(model, graph, rng, inputs, index, axis):
    """Whether what places of a node's small image do lies as far apart in the large one as that is larger."""
    shape, repeats = graph.nodes[index]["shape"], 6
    start, large = shape[axis : axis + 2], graph.output.shape[1:3]
    middle = [n // 2 for n in start]
    rows, columns = ((n // 3, half, n - 1 - n // 3) for n, half in zip(start, middle, strict=True))
    places = [*((y, middle[1]) for y in rows), *((middle[0], x) for x in columns)]
    given = np.repeat(rng.normal(0, 1, (1, repeats, *shape)), 7, axis=0)
    for case, (y, x) in enumerate(places):
        place = (case + 1, slice(None), *[slice(None)] * axis, y, x)
        given[place] += rng.normal(0, 3, given[place].shape)
    given = given.reshape(-1, *shape).astype("float32")
    inputs = [each[:1] for each in inputs]
    images = model.watch(*inputs, given=[(index, given)])["output"].astype("float64").reshape(7, repeats, *large, -1)
    changed = np.abs(images[1:] - images[:1]).sum(axis=(1, 4)) + 1e-12
    down, across = changed[:3].sum(axis=2), changed[3:].sum(axis=1)
    shares = [
        _moved(profiles[one], profiles[other], (at[other] - at[one]) * size / small)
        for at, profiles, size, small in ((rows, down, large[0], start[0]), (columns, across, large[1], start[1]))
        for one, other in ((0, 1), (1, 2), (0, 2))
    ]
    return min(shares) > SAME


def _smaller(graph, node):
    """The shapes of those inputs of a node that have fewer places than what it makes of them."""
    shapes = [graph.nodes[each]["shape"] for each in node["inputs"]]
    return [shape for shape in shapes if np.prod(shape[:2]) < np.prod(node["shape"][:2])]


def _sees_neighbours(model, graph, rng, inputs):
    """Whether pixels hang on neighbours in what was last made larger by copying or blending; also where nothing was.

    Beside what is copied, as in a residual block, a transposed convolution may make the image as large.
    """
    last = graph.nodes[graph.end]["shape"][:2]
    beside = any(
        graph.mixes(each)
        and len(node["shape"]) == 3
        and node["shape"][:2] == last
        and any(len(shape) == 3 for shape in _smaller(graph, node))
        for each, node in enumerate(graph)
    )
    copied = [each for each, node in enumerate(graph) if node["inputs"] and graph.copies(each)]
    copied = [each for each in copied if each == graph.end or graph.followed(each, {graph.end}, graph.copies)]
    return not copied or beside or any(_spreads_a_number(model, graph, rng, inputs, each) for each in copied)


def _spreads_a_number(model, graph, rng, inputs, index, tries=8):
    """Whether one number of what a node computes changes several pixels, for some of so many numbers."""
    shape = graph.nodes[index]["shape"]
    given = np.repeat(rng.normal(0, 1, (1, *shape)), tries + 1, axis=0)
    for row in given[1:]:  # in the middle, for borders may be cut off
        row[tuple(rng.integers(n // 4, n - n // 4) for n in shape)] += 3
    row = [each[:1] for each in inputs]
    images = model.watch(*row, given=[(index, given.astype("float32"))])["output"].astype("float64")
    changed = np.abs(images[1:] - images[:1]).max(axis=3)
    # What normalizes a whole image changes all other pixels a little.
    return bool((changed > 0.01 * changed.max(axis=(1, 2), keepdims=True)).sum(axis=(1, 2)).max() > 1)


def _moved(here, there, by):
    """How much of what changed at a place is at another, `by` pixels further: 1 where it is the same, moved.

    Copies of a place do not lie as far from each other as those of another, and what is mirrored moves the other way.

    Args:
        here, there: (pixels,), how much each pixel changed with either place.
        by: pixels.
    """
    here, there = here / here.sum(), there / there.sum()
    # Borders and even kernels move the middle by a part of a pixel.
    shifts = (max(round(by) + more, 0) for more in (-1, 0, 1))
    return max(np.minimum(here[: len(here) - shift], there[shift:]).sum() for shift in shifts)
