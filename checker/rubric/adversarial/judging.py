"""What a network that judges makes of its images: each image counts, and counts by itself."""

import numpy as np

from checker.rubric.expect import expect
from checker.rubric.graphs import random_weights
from checker.text import number

# How far scores may lie apart that are to be the same, as a share of their size: rounding is a millionth; a single
# feature with a statistic of the batch, among 1,568 others, made .0005 or more (6 seeds).
ROUNDED = 2e-5
UNMOVED = 2e-6  # a change of a score that is none, as a share of its size: a three hundredth of what is usual at least
STEPS = 3, 4  # grids of pixels: what a stride of 2, 3 or 4 leaves out is one of them


def expect_images_used(judge, rng, shape, name, outputs="logits", told=(), sparse=False, followed=True):
    """Fail unless a network says different things of different images, each alone, and looks at all their pixels.

    It has random weights, for in the beginning those of the last layer may be zero. What takes the mean of a batch away
    says the same of each image that is alone, and so does what normalizes a single number.

    Args:
        judge: a `checker.learner.models.Model`, (n, h, w, c) -> (n, k).
        rng: `numpy.random.Generator`.
        shape: of an image, (h, w, c).
        name: what the network is called.
        outputs: what those are called that it returns for images.
        told: an array (1, ...) for each of its other inputs, what all images are said to show.
        followed: whether a gradient must lead from what it says to the images, for another network to learn from.
        sparse: whether it may leave out each third or fourth pixel, as what makes images smaller at first does.
    """
    model, images = random_weights(judge, rng), rng.uniform(-1, 1, (3, *shape)).astype("float32")
    found = np.concatenate([model(images[index : index + 1], *told) for index in range(len(images))])
    expect(
        np.ptp(found, axis=0).max() > 1e-5 * np.abs(found).max(),
        f"the {name}'s {outputs} for {len(images)} different images, one at a time",
        "different ones",
        f"{number(float(found.flat[0]))}, {len(images)} times",
        "Follow the image from the input to the output: is it multiplied by zero, or does a normalization take away"
        " all that differs? With a single image in the batch, or a single number in the row, nothing is left of it.",
    )
    expect(
        not followed or model.followed[0],
        f"the gradient of the {name}'s {outputs} by the pixels",
        "one that tells what makes images how to change them",
        "none, or 0 everywhere",
        "What makes the images learns from this gradient alone. Do the pixels reach the output? Rounding, a sign, a"
        " comparison, a cast to integers and stop_gradient have none: let pixels reach the first layer as they are.",
    )
    # Of several images, for with one a number may be nearly the same by chance.
    places, images = (
        list(_places(*shape, () if sparse else STEPS)),
        rng.uniform(-1, 1, (2, 4, *shape)).astype("float32"),
    )
    changed = np.repeat(images[:1], 1 + len(places), axis=0)
    for row, place in zip(changed[1:], places, strict=True):
        row[(slice(None), *place)] = images[1][(slice(None), *place)]
    changed = changed.reshape(-1, *shape)
    found = model(changed, *(np.repeat(each, len(changed), axis=0) for each in told))
    found = found.reshape(1 + len(places), -1).astype("float64")
    unseen = np.count_nonzero(np.abs(found[1:] - found[0]).max(axis=1) < UNMOVED * np.abs(found).max())
    expect(
        not unseen,
        f"the {name}'s {outputs} after a change of some pixels: "
        + ("a quarter of them, or a channel" if sparse else "each third or fourth in both directions, or a quarter"),
        "others each time",
        f"the same for {unseen} of {len(places)} such changes",
        "It doesn't look at these pixels. A convolution whose stride is larger than its kernel leaves holes; and what"
        " is cropped is never seen.",
    )


def _places(height, width, channels, grids):
    """Pixels that stand together, or in grids of these steps, and single channels: indices of an image (h, w, c)."""
    for step in grids:
        yield from ((slice(y, None, step), slice(x, None, step)) for y in range(step) for x in range(step))
    rows, columns = ((slice(n // 8, n // 2), slice(n // 2, n - n // 8)) for n in (height, width))
    yield from ((y, x) for y in rows for x in columns)
    # Of what lies near the border, but for the eighth that may be cropped.
    rows, columns = ((slice(n // 8, n // 4), slice(n - n // 4, n - n // 8)) for n in (height, width))
    yield from ((y,) for y in rows)
    yield from ((slice(None), x) for x in columns)
    yield from ((..., channel) for channel in range(channels) if channels > 1)


def expect_own_scores(judge, rng, images, name):
    """Fail if a judge's number for an image hangs on the others of its batch, in training mode or out of it.

    It has random weights, for in the beginning what is computed over the batch may count for next to nothing.

    Args:
        judge: a `checker.learner.models.Model`, (n, h, w, c) -> (n, 1).
        rng: `numpy.random.Generator`.
        images: float32 (n, h, w, c), three or more.
        name: what the judge is called.
    """
    darker, place = rng.uniform(-1, 0, images.shape).astype("float32"), int(rng.integers(1, len(images)))
    model = random_weights(judge, rng)
    darker[place] = images[place]
    copies = np.repeat(images[place : place + 1], len(images), axis=0)  # of which nothing differs within the batch
    for training in (True, False):
        scores = model(images, training=training)
        with_these, size = float(scores[place, 0]), float(np.abs(scores).max())
        for others in (copies, darker):
            with_others = float(model(others, training=training)[place, 0])
            expect(
                abs(with_others - with_these) <= ROUNDED * size,
                f"the {name}'s score of an image in a batch with other images" + ", in training mode" * training,
                f"{number(with_these)}, as with the images before",
                "another one",
                "Something is computed over the whole batch. Batch normalization does that: leave it out, or use layer"
                " normalization. Statistics of a batch, as extra features, do it as well.",
            )
