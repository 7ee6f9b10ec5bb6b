"""Looks at the two networks of a GAN: how the generator grows and ends, and that what judges returns logits."""

import numpy as np

from checker.rubric.expect import expect
from checker.rubric.graphs import Graph, random_weights, seen_at_work
from checker.rubric.heads import Head
from checker.rubric.layers import expect_strided, listed
from checker.text import number

# Of what two places of the small image do to the large one, so much is the same, moved: .8 or more in right generators
# of 30 makes, at most .2 where borders are put around 7x7 places, or they are mirrored or repeated.
SAME = 0.6
CHANGING = 0.9  # the least share of pixels that change with the noise: all do, and with holes two thirds at most
TRIED = 8  # of the nodes with small images, from the last on: any of them may be where a generator begins to grow


def expect_tanh(generator, rng, *inputs):
    """Fail unless a generator ends in tanh: its images are the tanh of what its last weights compute.

    Args:
        generator: a `checker.learner.models.Model`.
        rng: `numpy.random.Generator`.
        *inputs: an array (n, ...) for each of its inputs.
        output: what the number is called that it returns for an image.
        hint: told where it fails.
    """
    head = Head(generator, rng, *inputs)
    if not head.sources or head.ends_in_tanh():
        return
    far = head.at(1000)
    low, high = float(far.min()), float(far.max())
    kind = head.bending()
    if low < -1.001 or high > 1.001:
        hint = "Nothing keeps the pixels in the range from -1 to 1."
    elif low > -0.1:
        hint = "Nothing comes out below zero: that is the range of a sigmoid or a ReLU."
    else:
        hint = "It has the range of tanh, but not its curve."
    expect(
        False,
        "the function from the generator's last layer to the pixels",
        "tanh",
        f"{kind or 'nothing'}: from {number(low)} to {number(high)}",
        f"{hint} The last layer's activation is tanh.",
    )


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
    enlarging = [
        node["kind"]
        for node in graph
        if len(node["shape"]) == 3
        and any(np.prod(graph.nodes[each]["shape"][:2]) < np.prod(node["shape"][:2]) for each in node["inputs"])
    ]
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


def _sees_neighbours(model, graph, rng, inputs):
    """Whether pixels hang on neighbours in what was last made larger by copying or blending; also where nothing was."""
    copied = [each for each, node in enumerate(graph) if node["inputs"] and graph.copies(each)]
    copied = [each for each in copied if each == graph.end or graph.followed(each, {graph.end}, graph.copies)]
    return not copied or any(_spreads_a_number(model, graph, rng, inputs, each) for each in copied)


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


def expect_growing_layers(generator, rng, *inputs):
    """Fail unless a generator has ReLUs on the way of its noise, and something that bends between its convolutions.

    Args:
        generator, rng, *inputs: as for `expect_tanh`; noise comes first, and has 16 rows or more.
    """
    graph = seen_at_work(generator, rng, *inputs)
    bending = graph.bending()
    expect(
        graph.behind(0).intersection(graph.plain_relus()),
        "the activations of the generator",
        "ReLU among them",
        listed(bending),
        "LeakyReLU is for the discriminator." if graph.leaky else "Put a ReLU behind each batch normalization.",
    )
    kinds = [index for index, node in enumerate(graph) if "Conv" in node["kind"]]
    apart = graph.apart(kinds.__contains__)
    expect(
        len(apart) > 1 or len(kinds) < 2,
        "what lies between the generator's convolutions",
        "something nonlinear",
        "nothing",
        "Convolutions in a row are one linear map: put a ReLU between them.",
    )


def expect_batch_normalization(generator, hint):
    """Fail unless a generator has batch normalization."""
    kinds = [layer["type"] for layer in generator.layers]
    what = "the layers of the generator"
    expect("BatchNormalization" in kinds, what, "batch normalization among them", listed(kinds), hint)


def expect_strides(judge, hint, name="discriminator"):
    """Fail unless a judge, which goes by this name, has two convolutions or more with strides."""
    layers = [layer for layer in judge.layers if "Conv" in layer["type"]]
    what, expected = f"the strides of the {name}'s convolutions", "2 or more, in two layers at least"
    expect_strided(layers, what, expected, hint, listed)


def expect_judging_layers(judge, rng, *inputs, name="discriminator"):
    """Fail unless LeakyReLU follows a judge's strided convolutions, without plain ReLUs and hidden dense layers.

    A convolution that makes the logit itself needs none. What stands for LeakyReLU is seen in what it does. Only the
    way of the image is looked at: how a label becomes a vector or a map is free.

    Args:
        judge, rng, *inputs: as for `expect_growing_layers`, images first.
        name: what the judge is called.
    """
    graph = seen_at_work(judge, rng, *inputs)
    what, way = f"the activations of the {name}", graph.behind(0)
    plain, leaky = ([each for each in some if each in way] for some in (graph.plain_relus(), sorted(graph.leaky)))
    expect(
        not plain,
        what,
        "LeakyReLU, which passes a little of what is negative",
        f"{listed(graph.nodes[each]['kind'] for each in plain)}, which cuts off what is negative",
        "A ReLU that is off passes no gradient, and the generator learns from this gradient only.",
    )
    expect(
        leaky,
        what,
        "LeakyReLU among them",
        listed(graph.bending()),
        "A LeakyReLU with a slope of 1, or one that gets no negative numbers, is a straight line: take a slope well"
        " below 1."
        if any("leaky" in node["kind"].lower() for node in graph)
        else "LeakyReLU passes a little of what is negative, so that the generator gets a gradient from everywhere.",
    )
    strided = way.intersection(graph.strided())
    hidden = [each for each in strided if any(graph.mixes(other) for other in graph.behind(each))]

    def ends(index):
        return index in strided or "Dense" in graph.nodes[index]["kind"]

    followed = [each for each in hidden if graph.followed(each, leaky, ends)]
    least = min(2, len(hidden))
    expect(
        len(followed) >= least,
        "the strided convolutions with a LeakyReLU behind them, before the next",
        f"{least} or more",
        str(len(followed)),
        "Convolutions in a row are one linear map: put a LeakyReLU behind each.",
    )
    dense = graph.hidden_dense()
    expect(
        not dense,
        f"the dense layers of the {name}",
        "none but the last, which makes the logit",
        f"{len(dense)} more",
        "Flatten the output of the last convolution, and go straight to the logit.",
    )


def expect_noise_used(generator, *inputs):
    """Fail unless a generator draws different images from different noise, and the same images from the same noise.

    All pixels are to differ: with a stride larger than the kernel, a transposed convolution makes holes.

    Args:
        generator: a `checker.learner.models.Model`.
        *inputs: an array (n, ...) for each of its inputs, noise first; all else is the same in each row.
    """
    images = generator(*inputs)
    spread = images.std(axis=0)
    expect(
        spread.max() > 1e-5 * max(float(np.abs(images).max()), 1e-12),
        f"the generator's images for {len(images)} different noise vectors",
        "different ones",
        f"the same image {len(images)} times",
        "Follow the noise from the input to the output: is it used, or multiplied by zero on its way?",
    )
    changing = float((spread > 1e-4 * spread.max()).mean())
    expect(
        changing > CHANGING,
        f"the pixels that differ among the generator's images for {len(images)} different noise vectors",
        "all of them",
        f"{changing:.0%} of them",
        "Some pixels get nothing of the noise. A transposed convolution whose stride is larger than its kernel leaves"
        " holes between the positions: take a kernel size that the stride divides.",
    )
    expect(
        np.allclose(generator(*inputs), generator(*inputs), atol=1e-6),
        "the generator's images for the same noise, outside of training",
        "the same",
        "other ones",
        "The noise that goes in must be the only randomness.",
    )


def expect_logits(
    judge,
    rng,
    *inputs,
    output="logit",
    hint="The losses apply sigmoid themselves: give the last layer no activation, and let none follow.",
):
    """Fail if something bends or bounds what a judge's last weights compute: logits, not probabilities.

    Args:
        judge: a `checker.learner.models.Model`, (n, ...) -> (n, 1).
        rng: `numpy.random.Generator`.
        *inputs: an array (n, ...) for each of its inputs.
    """
    head = Head(judge, rng, *inputs)
    if not head.sources or head.straight():
        return
    far = head.at(1000)
    kind = head.bending() or "something that bends it"
    expect(
        False,
        f"what follows the {output} of the last layer with weights, tried with {output}s from about -3000 to 3000",
        "nothing that bends or bounds it",
        f"{kind}: from {number(np.nanmin(far))} to {number(np.nanmax(far))}",
        hint,
    )
