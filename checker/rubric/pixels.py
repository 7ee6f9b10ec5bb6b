"""What pixels alone tell about images: how far each is from its nearest, and how two sets differ."""

import numpy as np

from checker.failures import Failure
from checker.rubric.diagnosis import diagnose
from checker.rubric.expect import array_like, expect, expect_array
from checker.text import number

# What may be lost where squared distances are computed as |a|^2 + |b|^2 - 2ab in float32, whose terms are of the size
# of a hundred million: so a copy may lie 16 from itself, which is far less than two images are apart.
ROUNDING = 16.0
MANY = 36, (5100, 5400)  # images, and training images: all differences at once are 2.2 GB
NEAREST = "Take the root of the sum of squared differences, for the training image where it is smallest."
LARGE = (
    "Where differences are small it is right. 255 squared is 65,025, and integers of 16 bits end at 32,767: convert to"
    " float before subtracting."
)
WRAPS = "Bytes wrap around (3 - 5 is 254): convert to float before subtracting."


def expect_nearest(learner, function, image, rng):
    """Fail unless a function tells how far each image is from the nearest of others: `(images, others)` -> (n,).

    Distances are Euclidean, over all numbers of an image.

    Args:
        learner: a `checker.learner.code.Learner`.
        function: its name.
        image: the shape of an image, (h, w, c).
        rng: `numpy.random.Generator`.
    """
    for count, many in ((4, 7), (3, 1), (1, 5), (5, 5), (2, 300)):
        others = rng.integers(0, 256, (many, *image)).astype("uint8")
        # Near ones, on either side, so that bytes wrap; in no order of their nearest.
        nearest = rng.permutation(many)[np.arange(count) % many]
        moved = others[nearest].astype("int64") + rng.integers(-60, 61, (count, *image))
        images = np.clip(moved, 0, 255).astype("uint8")
        what = f"{function}() for {count} image{'s' * (count > 1)} and {many:,} training image{'s' * (many > 1)}"
        _expect_distances(learner, function, images, others, f"what {what} returned", NEAREST)
    # Black and white ones, of which each is far from all others.
    pair = [255 * rng.integers(0, 2, (size, *image)).astype("uint8") for size in (3, 6)]
    what = f"what {function}() for 3 images and 6 training images, all of black and white pixels, returned"
    _expect_distances(learner, function, *pair, what, LARGE)
    _expect_of_many(learner, function, image, rng)
    copies = others[rng.permutation(many)[:3]]
    got = _called(learner, function, copies, others, f"what {function}() returned for copies of training images")
    hint = "The distance of an image to itself is 0. Rounding in float32 may make it a little more, but never NaN:"
    hint += " don't let the number under the root fall below zero."
    worst = float(np.abs(got).max()) if np.isfinite(got).all() else np.nan
    expect(
        worst <= ROUNDING,
        f"what {function}() returned for copies of training images",
        f"0, or at most {number(ROUNDING)} by rounding",
        number(worst) if np.isfinite(worst) else "NaN",
        hint,
    )


def _expect_of_many(learner, function, image, rng):
    """The same for so many that not all differences at once fit into memory: none may be left out."""
    count, many = MANY[0], int(rng.integers(*MANY[1]))
    others = rng.integers(0, 256, (many, *image)).astype("uint8")
    nearest = np.append(rng.permutation(many)[: count - 1], many - 1)  # the very last, too
    moved = others[nearest].astype("int64") + rng.integers(-60, 61, (count, *image))
    images = np.clip(moved, 0, 255).astype("uint8")
    a, b = (each.reshape(len(each), -1).astype("float64") for each in (images, others))
    # As |a|^2 + |b|^2 - 2ab, which is exact for whole numbers of this size, and takes little memory.
    right = np.sqrt(((a**2).sum(axis=1)[:, np.newaxis] + (b**2).sum(axis=1) - 2 * a @ b.T).min(axis=1))
    what = f"what {function}() for {count} images and {many:,} training images returned"
    try:
        got = _called(learner, function, images, others, what)
    except Failure as failure:
        if "memory" in failure.got:
            failure.hint = "All differences at once are gigabytes: take one image after the other, or a few at a time."
        raise
    wrong = np.flatnonzero(~(np.abs(got**2 - right**2) <= 2e-3 * right**2 + ROUNDING**2))
    hint = "Of fewer it is right: is each training image looked at, the last as well, and each image by itself?"
    if wrong.size:
        place = int(wrong[0])
        told = f"{number(got[place])} ({wrong.size} of {count} differ)"
        raise Failure(f"{what} at [{place}]", number(right[place]), told, hint)


def _called(learner, function, images, others, what):
    """Distances as float64 (n,), where the function returned such."""
    got = array_like(learner.call(function, images, others), "float64")
    hint = "One number for each image: the distance to the nearest training image."
    if isinstance(got, np.ndarray) and got.shape == (len(images), len(others)):
        hint = "These are the distances to all training images: take the smallest of each row."
    elif isinstance(got, np.ndarray) and got.shape == (len(others),):
        hint = "There is one for each training image: images and training images are swapped."
    elif isinstance(got, np.ndarray) and got.shape == (len(images), 1):
        hint = "One axis is too many: the shape is (n,)."
    elif isinstance(got, float) or (isinstance(got, np.ndarray) and not got.ndim):
        hint = "This is one number for all images: each image has its own."
    got = expect_array(got, what, shape=(len(images),), hint=hint)
    hint = "Distances are not whole numbers: are these the indices of the nearest images, or did you round?"
    expect(got.dtype.kind == "f", f"the dtype of {what}", "floats", got.dtype.name, hint)
    return got.astype("float64")


def _expect_distances(learner, function, images, others, what, otherwise):
    """Fail unless distances are right; `otherwise` is the hint where no known mistake gives these."""
    got = _called(learner, function, images, others, what)
    a, b = (each.reshape(len(each), -1) for each in (images, others))
    differences = a[:, np.newaxis].astype("int32") - b.astype("int32")
    size = a.shape[1]
    squares = (differences.astype("float64") ** 2).sum(axis=2)
    right = np.sqrt(squares.min(axis=1))
    wrong_bytes = []
    for wrapped in (differences % 256, -differences % 256):
        sums = [(each % most).sum(axis=2, dtype="float64") for each in (wrapped, wrapped**2) for most in (256, 2**16)]
        sums.append((wrapped**2).sum(axis=2, dtype="float64") % 256)
        wrong_bytes += [
            form(each.min(axis=1) / parts) for each in sums for form in (np.sqrt, np.float64) for parts in (1, size)
        ]
    city = np.abs(differences).sum(axis=2).astype("float64")
    several = len(others) > 1
    of_mean = np.sqrt(((a - b.mean(axis=0)) ** 2).sum(axis=1))
    one_turned = np.sqrt(squares.min(axis=0))
    known = {
        WRAPS: wrong_bytes,
        "This is the square of the distance: take the root.": squares.min(axis=1),
        "This is the sum of the absolute differences: the Euclidean distance squares them, and takes the root.": [
            city.min(axis=1), city.min(axis=1) / size,
        ],
        "This is a mean over the numbers of an image: the distance is the root of a sum.": [
            np.sqrt(squares.min(axis=1) / size), squares.min(axis=1) / size,
        ],
        "The images were scaled to 0 to 1 or -1 to 1: compute the distance on the scale of bytes.": [
            right / 255, right / 127.5, squares.min(axis=1) / 255**2, squares.min(axis=1) / 127.5**2,
            np.sqrt(squares.min(axis=1) / size) / 255, np.sqrt(squares.min(axis=1) / size) / 127.5,
        ],
        "This is the largest difference of a single number.": np.abs(differences).max(axis=2).min(axis=1),
    }  # fmt: skip
    if several:
        known |= {
            "This is the distance to the farthest training image: find the nearest.": np.sqrt(squares.max(axis=1)),
            "This is the mean distance to all training images: find the nearest.": [
                np.sqrt(squares).mean(axis=1), np.sqrt(squares.mean(axis=1)),
            ],
            "This is the distance to the mean of the training images: find the nearest of them.": of_mean,
            "This is the distance to the first training image: find the nearest.": np.sqrt(squares[:, 0]),
            "This is the distance to the last training image: find the nearest.": np.sqrt(squares[:, -1]),
            "Each image is compared with the training image at its own index: find the nearest of all.": (
                np.sqrt(np.diag(squares)) if squares.shape[0] == squares.shape[1] else []
            ),
            "All images get the same distance: each image has its own nearest one.": np.full_like(right, right.min()),
            "This is the distance of each training image: images and training images are swapped.": one_turned,
        }  # fmt: skip
    hint = diagnose(got, known, otherwise)
    off = np.abs(got**2 - right**2)
    close = np.isfinite(got) & (got >= 0) & (off <= 2e-3 * right**2 + ROUNDING**2)
    if not close.all():
        place = int(np.flatnonzero(~close)[0])
        count = f" ({np.count_nonzero(~close)} of {len(close)} differ)" if len(close) > 1 else ""
        raise Failure(f"{what} at [{place}]", number(right[place]), f"{number(got[place])}{count}", hint)


def expect_mean_difference(learner, function, image, rng):
    """Fail unless a function tells how two sets of images differ: `(one, other)` -> mean of one less mean of other.

    Arguments as for `expect_nearest`.
    """
    for count, many in ((6, 6), (5, 8), (1, 3), (300, 40), (40, 1100), (3, 5100)):
        dark = (count, many) == (5, 8)  # differences down to -255, and up to it
        one = rng.integers(*((0, 30) if dark else (60, 256)), (count, *image)).astype("uint8")
        other = rng.integers(*((220, 256) if dark else (0, 200)), (many, *image)).astype("uint8")
        means = [each.mean(axis=0) for each in (one, other)]
        right = means[0] - means[1]
        what = f"what {function}() returned for {count} and {many} images"
        try:
            got = learner.call(function, one, other)
        except Failure as failure:
            if count != many and not failure.hint:
                failure.hint = "Take each mean by itself: there may be more images of one kind than of the other."
            raise
        got = np.float64(got) if isinstance(got, float) else got
        shape = np.shape(got) if isinstance(got, np.ndarray) else ()
        hint = "A mean over the images leaves height, width and channels: axis=0."
        if shape == (1, *image):
            hint = "The axis of the images is still there: a mean without keepdims removes it."
        elif shape == (count, *image):
            hint = "There is one for each image: both means are over all images, axis=0."
        got = expect_array(np.asarray(got) if isinstance(got, float) else got, what, shape=image, hint=hint)
        cut, round_ = ([form(each) for each in means] for form in (np.floor, np.rint))
        whole = [right.astype(int), np.rint(right), np.floor(right), cut[0] - cut[1], round_[0] - round_[1]]
        wrapped = [(one.astype(int) - other) % 256] if count == many else []
        sums = [each.sum(axis=0, dtype="float64") for each in (one, other)]
        known = {
            "The sign is flipped: adding the difference to images without wings must give images with wings.": -right,
            "This is the mean with wings, or without: subtract one from the other.": means,
            WRAPS: [*(each % 256 for each in whole), *(each.mean(axis=0) for each in wrapped)],
            "It is rounded: a mean need not be a whole number.": whole,
            "This is the absolute difference: keep the sign, for pixels that become darker.": np.abs(right),
            "The images were scaled to 0 to 1 or -1 to 1: stay on the scale of bytes.": [
                right / 255, right / 127.5,
            ],
            "These are sums: take means.": sums[0] - sums[1],
            "These are medians: take means.": np.median(one, axis=0) - np.median(other, axis=0),
            "These are the first images of both kinds: take the mean of all.": one[0].astype(float) - other[0],
            "An overall mean is subtracted: each pixel has its own difference.": right - right.mean(),
            "This is half of it.": right / 2,
        }  # fmt: skip
        if count != many:
            less = min(count, many)
            known["Some images are left out: there may be more of one kind than of the other."] = one[:less].mean(
                axis=0
            ) - other[:less].mean(axis=0)
        hint = diagnose(
            got,
            known,
            "For each pixel and channel: the mean of the first images minus the mean of the second.",
            atol=0.02,
        )
        expect_array(got, what, close_to=right, rtol=1e-3, atol=0.05, hint=hint)
        expect(got.dtype.kind == "f", f"the dtype of {what}", "floats", got.dtype.name)
