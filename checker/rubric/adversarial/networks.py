"""Looks at the two networks of a GAN: what is in the generator, how it ends, and that what judges returns logits."""

import numpy as np

from checker.failures import Failure
from checker.rubric.expect import expect
from checker.rubric.graphs import random_weights, seen_at_work
from checker.rubric.heads import Head
from checker.rubric.layers import expect_strided, listed
from checker.text import joined, number

SOME, LITTLE = 6, 0.05  # numbers of noise that are changed a little, and by how much
ALONG = 0.02  # the second singular value of how pixels move with them, to the first: where all are one number, .001
DRAWS = 5  # of weights: with one, a third of the right generators that end in ReLU seem to leave some pixels out
CHANGING = 0.9  # the least share of pixels that change with the noise: all do, and with holes two thirds at most
UNUSED = "Follow the {} from the input to the output: is it used, or multiplied by zero on its way?"


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
        expect_nothing_behind(generator, rng, *inputs)
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


def expect_nothing_behind(generator, rng, *inputs):
    """Fail if pixels leave the range of tanh in training, where dropout and the like act."""
    model = random_weights(generator, rng)
    # Four times as large, what goes into tanh brings it near its ends.
    model = model.with_weights([4 * array if array.ndim > 1 else array for array in model.weights])
    far = float(np.abs(model(*inputs, training=True)).max())
    hint = "tanh comes last: what acts in training only, such as dropout or noise, belongs in front of it."
    expect(far < 1.001, "the largest of the generator's pixels in training", "at most 1", number(far), hint)


def expect_growing_layers(generator, rng, *inputs):
    """Fail unless a generator has ReLUs on the way of its noise, and something that bends between its convolutions.

    Args:
        generator, rng, *inputs: as for `expect_tanh`; noise comes first, and has 16 rows or more.
    """
    graph = seen_at_work(generator, rng, *inputs)
    # Where nothing of the noise arrives, nothing is seen to bend.
    alike = np.ptp(graph.output, axis=0).max() <= 1e-6 * np.abs(graph.output).max()
    what = "the generator's images, by which its activations are seen at work"
    expect(not alike, what, "different ones", "always the same image", UNUSED.format("noise vector"))
    bending = graph.bending()
    expect(
        graph.behind(0).intersection(graph.plain_relus()),
        "the activations of the generator",
        "ReLU among them",
        listed(bending),
        "LeakyReLU is for the discriminator." if graph.leaky else "Put a ReLU behind each batch normalization.",
    )
    of_channels = {node["shape"][-1] for node in graph if node["kind"] == "BatchNormalization"}
    layers = [layer for layer in generator.layers if layer["type"] == "BatchNormalization" and layer["weights"]]
    others = sorted({layer["weights"][-1][0] for layer in layers} - of_channels)
    if others:
        raise Failure(
            "what batch normalization takes for channels",
            f"the last axis, of {joined(map(str, sorted(of_channels)))} channels",
            f"an axis of {joined(map(str, others))}",
            "Images are (n, h, w, c): leave `axis` out. It is 1 only where channels come first.",
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


def expect_normalizing(generator, *inputs):
    """Fail unless a generator's batch normalization works in training: an image hangs on those beside it.

    Args:
        generator: a `checker.learner.models.Model`.
        *inputs: an array (n, ...) for each of its inputs, of 3 rows or more.
    """
    beside = [np.concatenate([each[:1], 0 * each[1:2], each[2:]]) for each in inputs]
    one, other = (generator(*each, training=True) for each in (inputs, beside))
    expect(
        np.abs(one - other)[0].max() > 1e-5 * max(float(np.ptp(one)), 1e-12) or not np.ptp(one, axis=0).any(),
        "an image of the generator in training, beside others",
        "another one: batch normalization normalizes by the whole batch",
        "the same one",
        "Batch normalization is there, but does nothing in training: is it frozen, or off the way from the noise to the"
        " image?",
    )


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


def expect_noise_used(generator, rng, *inputs, name="generator", given="noise vector"):
    """Fail unless a generator draws different images from different noise, and the same images from the same noise.

    All pixels are to differ: with a stride larger than the kernel, a transposed convolution makes holes. It is looked
    at with random weights, for at first those of the last layer may be zeros.

    Args:
        generator: a `checker.learner.models.Model`.
        rng: `numpy.random.Generator`.
        *inputs: an array (n, ...) for each of its inputs, noise first; all else is the same in each row.
        name: what the network is called.
        given: what a row is called that it makes an image from.
    """
    built, changed = generator, False
    for _ in range(DRAWS):  # with some weights, a tanh is at its ends everywhere, or a ReLU silent
        generator = random_weights(built, rng)
        images = generator(*inputs)
        spread = images.std(axis=0)
        if spread.max() > 1e-5 * max(float(np.abs(images).max()), 1e-12):
            changed |= spread > 1e-4 * spread.max()
        if np.mean(changed) > CHANGING:
            break
    expect(
        np.any(changed),
        f"the {name}'s images for {len(images)} different {given}s",
        "different ones",
        f"the same image {len(images)} times",
        UNUSED.format(given),
    )
    changing = float(np.mean(changed))
    expect(
        changing > CHANGING,
        f"the pixels that differ among the {name}'s images for {len(images)} different {given}s",
        "all of them",
        f"{changing:.0%} of them",
        f"Some pixels get nothing of the {given}. A transposed convolution whose stride is larger than its kernel"
        " leaves holes between the positions: take a kernel size that the stride divides.",
    )
    expect(
        np.allclose(generator(*inputs), generator(*inputs), atol=1e-6),
        f"the {name}'s images for the same {given}s, outside of training",
        "the same",
        "other ones",
        f"The {given} that goes in must be the only randomness.",
    )
    # Two of them, for one may be the very row that has the batch's largest number.
    alone = np.concatenate([generator(*(each[row : row + 1] for each in inputs)) for row in range(2)])
    expect(
        np.allclose(alone, images[:2], rtol=1e-3, atol=1e-3 * max(float(np.abs(images).max()), 1e-12)),
        f"the {name}'s image for a {given} that is alone",
        "the one that it has among others",
        "another one",
        f"Out of training, an image hangs on its own {given} alone: is a mean or a maximum taken over the whole batch?",
    )
    size = inputs[0].shape[1]
    # Up and down, for one of both may change nothing; and little, so that all is nearly straight.
    changes = np.concatenate(
        [3 * np.eye(size), -3 * np.eye(size), LITTLE * np.eye(size)[:SOME], -LITTLE * np.eye(size)[:SOME]]
    )
    rows = np.concatenate([0 * changes[:1], changes]).astype("float32")
    found = generator(inputs[0][:1] + rows, *(np.repeat(each[:1], len(rows), axis=0) for each in inputs[1:]))
    ways = (found[1:] - found[:1]).reshape(len(changes), -1).astype("float64")
    up, down, small_up, small_down = np.split(ways, np.cumsum([size, size, min(size, SOME)]))
    moved = np.maximum(np.abs(up).max(axis=1), np.abs(down).max(axis=1))
    used = np.count_nonzero(moved > 1e-4 * moved.max())
    expect(
        used == size,
        f"the numbers of a {given} that change the {name}'s image",
        f"all {size}",
        f"{used} of them",
        "The other numbers get lost on their way: follow the whole vector from the input to the output.",
    )
    lengths = np.linalg.svd(small_up - small_down, compute_uv=False)
    expect(
        size == 1 or lengths[1] > ALONG * lengths[0],
        f"what each number of a {given} changes in the {name}'s image",
        "something of its own",
        f"the same for all {size}",
        "Only their sum, their mean, or another single number made of them reaches the image: let a dense layer of"
        " many units see all of the vector.",
    )


def expect_more_noise_used(learner, function, latent_dim, rng, *others):
    """As `expect_noise_used`, of a generator for another latent_dim, where there is one: that is for others to tell.

    Args:
        learner: a `checker.learner.code.Learner`.
        function: what builds a generator, by its name.
        latent_dim: how many numbers its noise has.
        rng: `numpy.random.Generator`.
        *others: an array (n, ...) for each of its other inputs, n of at least 2, all rows alike.
    """
    count = len(others[0]) if others else 16
    noise = rng.normal(0, 1, (count, latent_dim)).astype("float32")
    try:
        model = learner.call(function, latent_dim)
        model(noise, *others)
    except Failure:
        return
    expect_noise_used(model, rng, noise, *others)


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
        head.expect_undropped(f"what follows the {output} of the last layer with weights")
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
