"""Augmentation: what it does to images in which three spots tell how they were moved, turned, mirrored and cut."""

import numpy as np

from checker.failures import Failure
from checker.rubric.expect import NO_RETURN, expect, expect_array

SIDE, REACH, WIDTH = 48, 9, 2.5  # pixels: of an image, from its middle to a spot, of a spot
SPOTS = np.array([[REACH, -REACH], [-REACH, -REACH / 2], [REACH / 3, REACH]])  # x, y; none is another's mirror image
COUNT, DARK = 150, 30  # images with spots; among them, images with hardly any light
SQUARE = (24, 24, 1)
ALIKE = 64  # times the same image in a batch
MOST_TURN, SLACK = 20, 3  # degrees; what pixels that stand for places leave open
MOST_ZOOM = 2.0
SLANTED = 1.5  # how much longer than wide what was as long as wide becomes, for a hint: by turning, 1
LEAST_SEEN = 0.6  # of the images have light of all three spots, away from the border
LEAST_CLEAR = 0.15  # of them show all three well enough to tell where; the others may have a patch over one
WINDOW, LEAST_ALIKE = 11, 0.75  # pixels around a spot, and how well they must correlate with it
# How well where a spot does not belong: a patch that was erased correlates by .87 at most.
NO_PATCH, MOST_STRANGE = 0.93, 0.1  # and in how many of the dark images there may be one


class Augmentation:
    """The model that a learner's function builds, in the learner's worker."""

    def __init__(self, learner, function):
        """Build it; `function` takes no arguments."""
        self.function = function
        self._model = learner.call(function, returns="reference")
        self.type = self._model.ref.type

    def __call__(self, images, training):
        """What it makes of images float32 (n, h, w, c), as it came."""
        return self._model.call("__call__", images, training=training, about=self.function)


def expect_images(augmentation, rng):
    """Fail unless it is a Keras model that gives images of any size and number of channels back, with their range."""
    function = augmentation.function
    module, _, kind = augmentation.type.rpartition(".")
    expect(kind != "NoneType", f"what {function}() returned", "a Keras model", "None", NO_RETURN)
    hint = "A Sequential makes one model of several layers."
    expect(module != "builtins", f"what {function}() returned", "a Keras model", f"a {kind}", hint)
    for shape in (SQUARE, (64, 64, 3), (20, 30, 3), SQUARE):  # the first once more: a model may be built for the last
        for count in (40, 1):
            images = rng.uniform(0, 1, (count, *shape)).astype("float32")
            images[:, : shape[0] // 2] = np.round(images[:, : shape[0] // 2])
            what = f"what {function}() made of {count} image{'s' * (count > 1)} of {shape}"
            hint = (
                "Images of any size must keep it: layers that crop or resize make all of one size; shifts and zooms"
                " do not."
            )
            got = expect_array(augmentation(images, True), what, images.shape, "float32", hint=hint)
            expect(np.isfinite(got).all(), what, "finite numbers", "NaN or infinity")
            low, high = float(got.min()), float(got.max())
            hint = (
                "Images are from 0 to 1 here. Layers that change brightness or contrast need value_range=(0, 1), and"
                " noise must be clipped."
            )
            inside = low > -1e-3 and high < 1 + 1e-3
            expect(inside, f"the range of {what}", "from 0 to 1", f"from {low:.3f} to {high:.3f}", hint)
            dark = count > 1 and got.mean() < 0.05
            hint = "Is a factor in the wrong unit? For images from 0 to 255 a layer may make these all black."
            expect(not dark, f"the mean of {what}", f"about {images.mean():.2f}", f"{got.mean():.3f}", hint)


def expect_random(augmentation, rng):
    """Fail unless each image is changed in another way each time, in training, and none out of training."""
    image = rng.uniform(0, 1, (1, *SQUARE)).astype("float32")
    images = np.repeat(image, ALIKE, axis=0)
    what = f"what {augmentation.function}() made of one image"
    out = augmentation(images, False)
    hint = (
        "Outside of training, all images must stay as they are. Keras's Random... layers do so, unless you pass them"
        " training=True."
    )
    expect_array(out, f"{what}, outside of training", images.shape, "float32", close_to=images, atol=1e-5, hint=hint)
    first, second = (
        expect_array(augmentation(images, True), f"{what}, in training", images.shape, "float32") for _ in range(2)
    )
    changed = np.array([np.abs(each - images).max(axis=(1, 2, 3)) > 1e-3 for each in (first, second)])
    hint = "Only the first images of the batch change. Change all of them, however many there are."
    rarely = changed[:, ALIKE // 2 :].mean() < 0.1 * changed.mean()
    expect(not rarely, f"{what}, in the second half of a batch of {ALIKE}", "others", "the same image", hint)
    hint = "Nothing in it is random, or so little that no pixel changes. Factors are shares, not pixels."
    expect(changed.mean() > 0.3, f"{what}, in training", "others", "the same image", hint)
    hint = (
        "A layer with a seed draws new numbers in each call. Numbers that you compute when you build the model stay"
        " the same."
    )
    expect(np.abs(first - second).max() > 1e-3, f"{what}, twice", "other images each time", "the same", hint)
    kinds = len(np.unique(np.round(first, 3).reshape(len(first), -1), axis=0))
    hint = "Change each image of a batch in its own way."
    expect(kinds > 1, f"{what}, {ALIKE} times in one batch", "images that differ", f"{ALIKE} times the same", hint)


def expect_meaning(augmentation, rng):
    """Fail unless images still show what they showed: not mirrored, hardly turned, and not moved out of the image."""
    images, dark = _spotted(rng)
    got = augmentation(images, True)
    what = f"what {augmentation.function}() made of images with three spots"
    expect_array(got, what, images.shape, "float32")
    _expect_no_others(augmentation.function, got[dark])
    got = got[~dark]
    places = _find_spots(got)
    hint = "Shifts and zooms of a tenth or two keep what is in the middle visible; noise must do so, too."
    seen = np.mean(_lit(got).all(axis=1) & ~(np.abs(np.nan_to_num(places)) > SIDE / 2 - 2).any(axis=(1, 2)))
    expect(
        seen > LEAST_SEEN, f"the share of {what} that have all three", f"more than {LEAST_SEEN}", f"{seen:.2f}", hint
    )
    places = places[np.isfinite(places).all(axis=(1, 2))]
    clear, told = len(places) / COUNT, f"the share of {what} that show all three as spots"
    expect(clear > LEAST_CLEAR, told, f"more than {LEAST_CLEAR}", f"{clear:.2f}", hint)
    maps = [_moved(each) for each in places]
    mirrored = np.mean([np.linalg.det(each) < 0 for each in maps])
    hint = "A mirrored 2 is no 2, but its label still says 2: leave RandomFlip out."
    expect(not mirrored, what, "none mirrored", f"{mirrored:.0%} of them mirrored", hint)
    turns = np.degrees([np.arctan2(m[1, 0] - m[0, 1], m[0, 0] + m[1, 1]) for m in maps])
    hint = (
        "RandomRotation counts in whole turns: 15 / 360 is up to 15 degrees to each side. Upside down, a digit is no"
        " longer what its label says: a 6 looks like a 9."
    )
    most = float(np.abs(turns).max())
    if most > 150:
        hint += " By default, RandomFlip flips both ways, and that turns an image upside down, too."
    if most > MOST_TURN + SLACK:
        large, small = np.linalg.svd(maps[int(np.abs(turns).argmax())], compute_uv=False)
        if large > SLANTED * small:
            hint = (
                "Images are slanted: RandomShear's factors are shares. With 0.2, and hardly any turning, a digit stays"
                " what it is."
            )
        raise Failure(f"the turn of {what}", f"at most {MOST_TURN} degrees", f"up to {most:.0f} degrees", hint)
    zooms = np.sqrt([np.linalg.det(each) for each in maps])
    inside = zooms.max() < MOST_ZOOM and zooms.min() > 1 / MOST_ZOOM
    got = f"from {zooms.min():.1f} to {zooms.max():.1f}"
    hint = "Factors are shares: 0.1 makes an image larger or smaller by a tenth."
    expect(inside, f"the zoom of {what}", f"from {1 / MOST_ZOOM} to {MOST_ZOOM}", got, hint)


def _expect_no_others(function, images):
    """Fail where images (n, h, w, 3) show spots, which only the others of their batch had."""
    spots = np.isfinite(_find_spots(images, NO_PATCH)).all(axis=2)
    strange = float(np.mean((spots & _lit(images)).any(axis=1)))
    hint = (
        "Labels are not mixed or shuffled along: change each image by itself, and let none have another's place in the"
        " batch, or a part of another."
    )
    what = f"what {function}() made of dark images in one batch with bright ones"
    expect(strange < MOST_STRANGE, what, "dark images", f"{strange:.0%} of them show what only others showed", hint)


def _spotted(rng):
    """Images of one kind, in each channel a spot in another place, and among them dark ones, in which there is none.

    Returns:
        `(images, dark)`: float32 (COUNT + DARK, SIDE, SIDE, 3), and which are dark, booleans.
    """
    middle = (SIDE - 1) / 2
    x, y = np.meshgrid(np.arange(SIDE) - middle, np.arange(SIDE) - middle)
    spots = [np.exp(-((x - px) ** 2 + (y - py) ** 2) / (2 * WIDTH**2)) for px, py in SPOTS]
    dark = rng.permutation(COUNT + DARK) < DARK
    images = rng.uniform(0.85, 0.95, (len(dark), 1, 1, 1)) * np.stack(spots, axis=-1)
    images[dark] = rng.uniform(0, 0.05, images[dark].shape)
    return images.astype("float32"), dark


def _lit(images):
    """Whether there is light in the channels of images (n, h, w, 3): a boolean array (n, 3)."""
    return images.max(axis=(1, 2)) - np.median(images, axis=(1, 2)) > 0.2


def _find_spots(images, least=LEAST_ALIKE):
    """Where the spots of images (n, SIDE, SIDE, 3) are: x, y from the middle, (n, 3, 2); NaN where none is like a spot.

    The place is where the image is most like a spot, whatever else is in it, such as noise or an erased patch; `least`
    is how well it must correlate with one.
    """
    radius = WINDOW // 2
    offsets = np.arange(WINDOW) - radius
    spot = np.exp(-(offsets[:, None] ** 2 + offsets**2) / (2 * WIDTH**2))
    spot = ((spot - spot.mean()) / np.linalg.norm(spot - spot.mean())).ravel().astype("float32")
    found = np.full((len(images), 3, 2), np.nan)
    around = (0, 0), (radius, radius), (radius, radius), (0, 0)
    for number, image in enumerate(np.pad(images.astype("float32"), around, mode="edge")):
        for channel in range(3):
            windows = np.lib.stride_tricks.sliding_window_view(image[..., channel], (WINDOW, WINDOW))
            windows = windows.reshape(-1, WINDOW**2)
            deviations = np.sqrt(np.maximum((windows**2).mean(axis=1) - windows.mean(axis=1) ** 2, 0))
            alike = windows @ spot / (WINDOW * np.maximum(deviations, 0.03))  # hardly any light is no spot
            best = alike.argmax()
            if alike[best] < least:
                continue
            light = windows[best].reshape(WINDOW, WINDOW)
            light = light - light.min()
            light = np.where(light > light.max() / 2, light, 0)
            row, column = np.divmod(best, SIDE)
            middle = -(SIDE - 1) / 2
            x, y = (light * offsets).sum() / light.sum(), (light * offsets[:, None]).sum() / light.sum()
            found[number, channel] = column + middle + x, row + middle + y
    return found


def _moved(places):
    """How spots at places (3, 2) came from `SPOTS`: the linear part (2, 2)."""
    before = np.stack([SPOTS[1] - SPOTS[0], SPOTS[2] - SPOTS[0]], axis=1)
    after = np.stack([places[1] - places[0], places[2] - places[0]], axis=1)
    return after @ np.linalg.inv(before)
