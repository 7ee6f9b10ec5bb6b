"""Images as bytes, and what a learner's `prepare` makes of them: shape, dtype, range."""

import numpy as np

from checker.rubric.diagnosis import diagnose
from checker.rubric.expect import expect, expect_array
from checker.sandbox.limits import Limits

RETURNED = "the images that prepare() returned"
DIVIDE = "Divide by the brightest value that a byte can have."
ELSEWHERE = "The numbers are right, but they stand in other places: keep images and pixels in their order."
HALF = "Half of the brightest byte is 127.5: it becomes 0."


A_DATA_SET = Limits(cpu_seconds=60, wall_seconds=120)  # for whoever goes through all of its pixels
MANY = 10_001, 11_000  # images, at least and below: more than a number that a quick try may have left in the code
# Images with more values than this are half as many: a learner's code holds them as floats, twice, and 10,000 of 32x32
# in colour were a third of a gigabyte, more than all else that is checked takes.
LARGE = 32 * 32


def drawn_bytes(rng, image, count=6):
    """Random images as a data set has them, the darkest and the brightest value among them.

    Args:
        rng: `numpy.random.Generator`.
        image: the shape of one image, (h, w, c).
        count: how many.

    Returns:
        uint8 (count, h, w) where there is one channel, else (count, h, w, c).
    """
    shape = count, *(image[:2] if image[2] == 1 else image)
    images = np.frombuffer(rng.bytes(int(np.prod(shape))), dtype="uint8").reshape(shape).copy()
    images[0, 0, 0], images[0, 0, 1] = 0, 255
    return images


def with_channels(images):
    """Images (n, h, w, c); a channel axis is added where there is none."""
    return images[..., np.newaxis] if images.ndim == 3 else images


def expect_prepared_shape(prepare, prepared, images, hint="Keras wants (n, height, width, channels)."):
    """Fail unless `prepare` gives images a channel axis, and takes a single one, too.

    Args:
        prepare: turns images as bytes into what the learner's `prepare` makes of them.
        prepared: what that was for `images`.
        images: uint8, see `drawn_bytes`.
        hint: told where the shape is another one.
    """
    shape = with_channels(images).shape
    expect_array(prepared, RETURNED, shape=shape, hint=hint)
    expect_array(prepare(images[:1]), f"{RETURNED} for one image", shape=(1, *shape[1:]), hint=hint)


def expect_prepared_dtype(prepared):
    """Fail unless the images are float32."""
    hint = "NumPy computes in float64 unless told otherwise, which doubles memory and time."
    expect_array(prepared, RETURNED, dtype="float32", hint=hint)


def expect_prepared_range(prepare, prepared, images, lowest, network="the network"):
    """Fail unless 0 becomes `lowest`, 255 becomes 1, and the rest lies between in proportion, whatever the batch.

    Args:
        prepare, prepared, images: as for `expect_prepared_shape`; `prepared` has passed that.
        lowest: 0, or -1 for what a tanh is to draw.
        network: who wants that range, for a hint.
    """
    tolerance, right = 1e-3 * (1 - lowest), scaled(images, lowest)
    known = {
        "Black and white are swapped.": lowest + 1 - right,
        "Height and width are swapped.": right.swapaxes(1, 2),
        "The channels are in another order.": right[..., ::-1],
    }
    if np.allclose(np.sort(prepared, axis=None), np.sort(right, axis=None), rtol=0, atol=tolerance):
        told, otherwise = "", ELSEWHERE
    elif lowest == 0:
        told, otherwise = _told_by_range(prepared, right, network), DIVIDE
    else:
        told, otherwise = _told_by_symmetric_range(prepared, images), HALF
    hint = told or diagnose(prepared, known, otherwise, rtol=1e-5, atol=1e-3)
    expect_array(prepared, RETURNED, close_to=right, atol=tolerance, hint=hint)
    grey = images // 2 + 40
    expect_array(
        prepare(grey),
        f"{RETURNED} for images without black and white",
        close_to=scaled(grey, lowest),
        atol=tolerance,
        hint="The same byte must give the same number in every batch, whatever the darkest and brightest pixels in it"
        " are.",
    )


def expect_prepared_many(prepare, rng, image, lowest):
    """Fail unless `prepare` treats a whole data set as it does a few images.

    Args:
        prepare, lowest: as for `expect_prepared_range`.
        rng: `numpy.random.Generator`.
        image: the shape of one image, (h, w, c).
    """
    images, what = drawn_bytes(rng, image, int(rng.integers(*MANY))), f"{RETURNED} for a whole data set"
    if np.prod(image) > LARGE:
        images = images[: (len(images) + 1) // 2].copy()
    hint = "Return as many images as you get: is a number of images left in the code from a quick try?"
    few = expect_array(prepare(images[:2]), RETURNED)
    prepared = expect_array(prepare(images), what, shape=with_channels(images).shape, hint=hint)
    some = np.sort(rng.choice(len(images), 200, replace=False))  # all of them would take a fifth of a second
    some[0], some[-1] = 0, len(images) - 1
    hint = "Treat all images alike: are some left out, such as those after the first batch?"
    tolerance = 1e-3 * (1 - lowest)
    expect_array(prepared[some], f"200 of {what}", close_to=scaled(images[some], lowest), atol=tolerance, hint=hint)
    right = prepared.dtype == few.dtype
    expect(right, f"the dtype of {what}", f"{few.dtype.name}, as of a few", prepared.dtype.name, hint)


def expect_prepared(prepare, rng, image, lowest, hint):
    """Fail unless `prepare` is right in all of these ways.

    Args:
        prepare, lowest, hint: as for the functions above.
        rng, image: as for `expect_prepared_many`.
    """
    images = drawn_bytes(rng, image)
    prepared = prepare(images)
    expect_prepared_shape(prepare, prepared, images, hint)
    expect_prepared_dtype(prepared)
    expect_prepared_range(prepare, prepared, images, lowest)
    expect_prepared_many(prepare, rng, image, lowest)


def scaled(images, lowest):
    """The right result of `prepare` for images as bytes, in float64: from `lowest` (0 or -1) to 1."""
    return with_channels(images) / (255 / (1 - lowest)) + lowest


def _told_by_range(values, right, network):
    """What is wrong with values that should lie in [0, 1], as far as their range tells it; else ""."""
    low, high = float(values.min()), float(values.max())
    each = values.max(axis=(1, 2, 3)) / right.max(axis=(1, 2, 3))  # what an image's brightest byte was divided by
    if high > 1.5 and low < 0:
        return f"Don't standardize here: {DIVIDE.lower()}"
    if high > 1.5:
        return f"The pixels still have the range of bytes. {DIVIDE}"
    if np.ptp(each) > 0.005:
        return "The same byte gives different numbers in different images: divide all of them by the same number."
    if low < -0.01:
        return f"This range goes below zero: {network} expects [0, 1]."
    if values.dtype.kind in "iu" or set(np.unique(values)) <= {0.0, 1.0}:
        return "Only 0 and 1 are left: convert to float before dividing, and don't round or compare."
    return ""


def _told_by_symmetric_range(values, images):
    """What is wrong with values that should lie in [-1, 1], as far as their range tells it; else ""."""
    low, high = float(values.min()), float(values.max())
    if low > -0.01 and high < 1.01:
        return "This range begins at 0: a tanh reaches from -1 to 1, and black is its lowest value."
    if (np.diff(values.ravel()[np.argsort(images, axis=None, kind="stable")]) < -0.5).sum() == 1:
        return "Bytes cannot go below zero, they wrap around to 255: convert to float before subtracting."
    if abs(values.mean()) < 0.1 and abs(values.std() - 1) < 0.1:
        return "Don't standardize here: black becomes -1 and white 1, whatever the images show."
    if high > 1.5:
        return f"The pixels go beyond 1, where no tanh can follow. {HALF}"
    if values.dtype.kind in "iu" or len(np.unique(values)) <= 3:
        return "Only whole numbers are left: convert to float before dividing, and don't round."
    return ""
