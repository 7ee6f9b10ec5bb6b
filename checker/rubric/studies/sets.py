"""Sets of images to learn from and to test with: who is in them, how often, and by whose choice."""

import re

import numpy as np

from checker.failures import Failure
from checker.rubric.expect import expect, expect_array, expect_tuple
from checker.rubric.seeds import AS_IT_IS, ZERO, another
from checker.rubric.studies.refusals import expect_refused

SEEDS = 80  # after so many, an image of a class of 15 that was never chosen was left out on purpose


def expect_split(learner, function, rng):
    """Fail unless the function splits: `(labels, per_class, seed)` -> indices `(training, held out)`.

    Args:
        learner: a `checker.learner.code.Learner`.
        function: its name.
        rng: `numpy.random.Generator`.
    """
    for counts, per_class, dtype in (
        ((9, 12, 7, 15), 4, "int64"),
        ((6, 6), 1, "uint8"),
        ((5, 8, 5), 3, "int32"),
        ((300, 280, 310), 20, "uint8"),
        ((4,) * 23, 2, "int64"),  # more classes than there are digits
        ((35_000, 36_000), 3, "int32"),  # more images than 16 bits count
    ):
        labels = rng.permutation(np.repeat(np.arange(len(counts)), counts)).astype(dtype)
        what = f"{function}() for {_told(counts)} and {per_class} of each"
        training, held_out = _split(learner, function, labels, per_class, 1, what)
        left = min(counts) - per_class
        hint = "np.flatnonzero(labels == c) finds the images of a class: cut each class by itself."
        if (
            np.bincount(labels[held_out], minlength=len(counts)).tolist()
            == [per_class] * len(counts)
            != [left] * len(counts)
        ):
            hint = f"The two parts are swapped: {per_class} of each class are for training, the rest is held out."
        _expect_counts(labels[training], [per_class] * len(counts), f"the training images of {what}", hint)
        hint = (
            f"Hold out the same number of each class, as many as the smallest has left, here {left}: otherwise a"
            " classifier that always says the most frequent class would look better than it is."
        )
        _expect_counts(labels[held_out], [left] * len(counts), f"the images held out of {what}", hint)


def _told(counts):
    """`classes of 9, 12, 7 images`, or `23 classes of 4 images`."""
    if len(counts) > 5 and len(set(counts)) == 1:
        return f"{len(counts)} classes of {counts[0]} images"
    return f"classes of {', '.join(map(str, counts))} images"


def expect_split_chosen(learner, function, rng):
    """Fail unless the function's choice is random, by its seed, and may meet each image."""
    counts, per_class = (9, 12, 7, 15), 4
    labels = rng.permutation(np.repeat(np.arange(len(counts)), counts))
    what = f"{function}() with the same labels"

    def chosen(seed):
        return [set(part.tolist()) for part in _split(learner, function, labels, per_class, seed, what)]

    hint = "Draw everything random from np.random.default_rng(seed), made inside the function."
    expect(chosen(3) == chosen(3), f"{what} and the same seed", "the same images", "other images", hint)
    expect(chosen(0) == chosen(0), f"{what} and the seed 0", "the same images", "other images", ZERO)
    found = [chosen(seed) for seed in (*range(SEEDS - 1), another(4))]
    hint = "Shuffle the images of each class by a generator made from the seed, before you cut."
    # Of three thousand million choices, each as likely as any other: two seeds never meet in one.
    again = SEEDS - len({frozenset(training) for training, _ in found})
    if 0 < again < SEEDS - 1:
        hint = AS_IT_IS
    expect(not again, f"the training images of {what} and {SEEDS} seeds", "other ones with each seed",
           f"the same again with {again} of them", hint)  # fmt: skip
    for place, part in enumerate(("training", "held out")):
        never = len(labels) - len(set().union(*(each[place] for each in found)))
        hint = "Shuffle the whole class before you cut: images that you always cut off are never used."
        told = f"the images that are among those {part} with one of {SEEDS} seeds"
        expect(not never, told, f"all {len(labels)}", f"all but {never}", hint)
        _expect_apart([each[place] for each in found], labels, f"the {part.replace(' ', '-')} images of {SEEDS} seeds")


def _expect_apart(choices, labels, what):
    """Fail if images of a class stand in a row, behind one another, in all of several choices of them (sets)."""

    def in_a_row(choice, members):
        chosen = np.isin(members, list(choice)).astype("int64")
        return np.count_nonzero(chosen != np.roll(chosen, 1)) <= 2  # the first follows the last

    classes = [np.flatnonzero(labels == each) for each in np.unique(labels)]
    together = all(in_a_row(choice, members) for choice in choices for members in classes)
    hint = "Images that stand side by side may be alike: shuffle a whole class, don't cut a piece from a random place."
    expect(not together, what, "images from all places of their class", "images that stand side by side", hint)


def _split(learner, function, labels, per_class, seed, what):
    """What the function returned, if it is two sets of indices that have nothing in common."""
    hint = "Return two arrays: the indices of the training images, and of those held out."
    got = expect_tuple(learner.call(function, labels, per_class, seed), 2, f"what {what} returned", hint)
    for part, name in zip(got, ("first", "second"), strict=True):
        told = f"the {name} set of indices of {what}"
        expect_array(
            part, told, dtype="integer", hint="Return indices into labels: integers, the positions of the images."
        )
        expect(
            part.ndim == 1,
            f"the shape of {told}",
            "(m,)",
            str(part.shape),
            "np.concatenate joins the indices of the classes.",
        )
        inside = part.size == 0 or (part.min() >= 0 and part.max() < len(labels))
        hint = "Return indices into labels, not labels."
        most = np.iinfo(part.dtype).max
        small = most < len(labels)
        if small:
            hint = f"{part.dtype.name} ends at {most:,}, and there are more images: store indices as int32 or int64."
        expect(inside, told, f"integers from 0 to {len(labels) - 1}", "others", hint)
        again = part.size - len(np.unique(part))
        hint = hint if small else "Draw without replacement."
        if again and part.max() <= labels.max():
            hint = "These may be labels. Return indices: the positions of the images in `labels`."
        expect(not again, told, "each index once", f"{again} of them again", hint)
    both = np.intersect1d(*got).size
    hint = "An image in both sets tests nothing: cut one shuffled list in two."
    expect(not both, f"the indices in both sets of {what}", "none", str(both), hint)
    return got


def _expect_counts(labels, wanted, what, hint):
    found = np.bincount(labels.astype("int64"), minlength=len(wanted)).tolist()
    expect(found == wanted, f"{what}, by class", str(wanted), str(found), hint)


def expect_split_refused(learner, function, rng):
    """Fail unless the function refuses labels of which a class has too few images."""
    for counts, per_class in (((5, 3, 8), 4), ((5, 3, 8), 3)):
        labels = rng.permutation(np.repeat(np.arange(len(counts)), counts))
        what = f"{function}() for {_told(counts)} and {per_class} of each"
        hint = "Each class needs at least one image more, to hold out: raise ValueError."
        expect_refused(lambda labels=labels, k=per_class: learner.call(function, labels, k, 1), what, hint)
    labels = rng.permutation(np.repeat(np.arange(3), (5, 3, 8)))
    what = f"{function}() for classes of 5, 3, 8 images and 2 of each"
    _, held_out = _split(learner, function, labels, 2, 1, what)
    hint = "One image left in the smallest class is enough."
    _expect_counts(labels[held_out], [1, 1, 1], f"the images held out of {what}", hint)


REAL, SYNTHETIC = 0.0, 0.5  # how bright the first image of each kind is; each next one is a bit brighter
STEP = 1 / 256


class Mixture:
    """A call of the learner's function that mixes, with images that tell who they are."""

    def __init__(self, learner, function, rng, counts, spare, share):
        """Make images.

        Args:
            learner, function, rng: as for `expect_split`.
            counts: of the real images of each class, a sequence.
            spare: how many more synthetic ones there are of each, or of all classes alike; fewer where below 0.
            share: of synthetic images.
        """
        self.counts, self.share = np.array(counts), share
        classes = np.arange(len(counts))
        self._learner, self._function = learner, function
        self.labels = [rng.permutation(np.repeat(classes, count)) for count in (self.counts, self.counts + spare)]
        self.images = [
            np.broadcast_to((first + STEP * np.arange(len(labels)))[:, None, None, None], (len(labels), 4, 5, 1))
            .astype("float32")
            .copy()
            for first, labels in zip((REAL, SYNTHETIC), self.labels, strict=True)
        ]
        self.count = sum(counts)
        self.what = f"{function}() of {self.count} real and {len(self.labels[1])} synthetic images, share {share}"

    def call(self, seed):
        """What the function returned, as it came."""
        return self._learner.call(self._function, *zip(self.images, self.labels, strict=True), self.share, seed)

    def mixed(self, seed):
        """What came of a seed: `(synthetic, index, labels)`, arrays (n,): whether an image is, and which one it is."""
        try:
            got = self.call(seed)
        except Failure as failure:
            if re.search("ValueError: .*(larger sample|negative)|in the line: raise", failure.got):
                failure.hint = failure.hint or (
                    "No class has too few synthetic images here. Of each class about share times its real ones are"
                    " replaced: how many do you ask for, class by class?"
                )
            raise
        images, labels = expect_tuple(got, 2, f"what {self.what} returned", "Return the images and their labels.")
        hint = "Return as many as there are real ones: each synthetic image replaces a real one."
        expect_array(images, f"the images of {self.what}", (self.count, 4, 5, 1), "float32", hint=hint)
        expect_array(labels, f"the labels of {self.what}", (self.count,), "integer", hint=hint)
        values = images.reshape(self.count, -1)
        synthetic = values[:, 0] > (REAL + SYNTHETIC) / 2
        index = np.rint((values[:, 0] - np.where(synthetic, SYNTHETIC, REAL)) / STEP).astype("int64")
        known = (index >= 0) & (index < np.where(synthetic, len(self.labels[1]), len(self.labels[0])))
        index = np.where(known, index, 0)
        right = np.where(synthetic, SYNTHETIC, REAL) + STEP * index
        known &= np.abs(values - right[:, None]).max(axis=1) < 1e-4
        expect(known.all(), f"the images of {self.what}", "those that were given, unchanged",
               f"{np.count_nonzero(~known)} of {self.count} others",
               "Choose images, don't blend them: each is a real one or a synthetic one.")  # fmt: skip
        own = np.where(synthetic, self.labels[1][np.where(synthetic, index, 0)],
                       self.labels[0][np.where(synthetic, 0, index)])  # fmt: skip
        wrong = np.count_nonzero(own != labels)
        expect(not wrong, f"the labels of {self.what}", "each that of its image", f"{wrong} of others",
               "Use the same indices for images and labels, both when you choose and when you shuffle.")  # fmt: skip
        return synthetic, index, labels


def expect_mix(learner, function, rng):
    """Fail unless the function mixes: `(real, synthetic, share, seed)` -> as many `(images, labels)` as real ones.

    Args:
        learner, function, rng: as for `expect_split`.
    """
    for counts, spare, share in (
        ((8, 8, 8), 4, 0.25),
        ((12, 12), 0, 0.5),
        ((8, 8, 8), 2, 0.4),
        ((6, 13, 9), 2, 0.3),
        ((5, 5, 5, 5), 3, 0.0),
        ((4, 7, 5), 3, 1.0),
        ((8, 8, 8), -4, 0.5),  # fewer than real ones, and enough
        ((2,) * 13, 1, 0.5),  # more classes than there are digits
        ((5,) * 10, 2, 0.3),  # of each 1.5: what rounding leaves over in all is more than one class has
    ):
        mixture = Mixture(learner, function, rng, counts, spare, share)
        synthetic, index, labels = mixture.mixed(1)
        wanted, found = round(share * mixture.count), int(synthetic.sum())
        hint = (
            "round(share * n) of all are synthetic. int() cuts off instead of rounding, and if you round each class"
            " by itself, the sum may differ."
        )
        if found == mixture.count - wanted:
            hint = "share is the share of the synthetic images, not of the real ones."
        elif found < wanted and set(range(len(counts))) - set(labels[synthetic].tolist()):
            hint = "Some classes have no synthetic images: go through all classes that the labels have."
        told = f"the synthetic images of {mixture.what}"
        expect(found == wanted, told, str(wanted), str(found), hint)
        again = mixture.count - len(set(zip(synthetic.tolist(), index.tolist(), strict=True)))
        hint = "Draw without replacement: an image drawn twice is one image fewer."
        expect(not again, f"the images of {mixture.what}", "each once", f"{again} of them again", hint)
        hint = "Go class by class: remove as many real images of a class as you add synthetic ones."
        given = f", of classes of {', '.join(map(str, counts))}"
        _expect_counts(labels, list(counts), f"the images of {mixture.what}{given}", hint)
        found = np.bincount(labels[synthetic].astype("int64"), minlength=len(counts))
        expect(np.abs(found - share * mixture.counts).max() < 1 + 1e-9, f"{told}{given}, by class",
               "about " + ", ".join(f"{share * each:g}" for each in counts), str(found.tolist()), hint)  # fmt: skip
    hint = "If a class has fewer synthetic images than you must replace, raise ValueError."
    for spare in (-3, (4, -1, 4)):  # too few of all; then enough in all, and one too few of a class
        mixture = Mixture(learner, function, rng, (6, 6, 6), spare, 1.0)
        few = int(np.bincount(mixture.labels[1]).min())
        what = f"{mixture.what}, where a class has 6 real and {few} synthetic ones"
        expect_refused(lambda mixture=mixture: mixture.call(1), what, hint)


def expect_mix_chosen(learner, function, rng):
    """Fail unless the function's choice is random, by its seed, and what it returns is shuffled."""
    mixture = Mixture(learner, function, rng, (16, 16, 16), 8, 0.5)
    synthetic, _, labels = first = mixture.mixed(3)
    hint = "Shuffle at the end, images and labels by one permutation: batches are cut from this order."
    for values, told in ((synthetic, "real and synthetic images"), (labels, "classes")):
        changes = np.count_nonzero(np.diff(values.astype("int64")))
        expect(
            changes > 8, f"the order of {told} in {mixture.what}", "shuffled", "all of one kind, then the next", hint
        )
    hint = "Draw everything random from np.random.default_rng(seed), made inside the function."
    again = mixture.mixed(3)
    same = all(np.array_equal(*pair) for pair in zip(first, again, strict=True))
    expect(same, f"{mixture.what}, twice with one seed", "the same", "another choice or order", hint)
    once, again = mixture.mixed(0), mixture.mixed(0)
    same = all(np.array_equal(*pair) for pair in zip(once, again, strict=True))
    expect(same, f"{mixture.what}, twice with the seed 0", "the same", "another choice or order", ZERO)
    seeds = 4, 5, 6, another(5)
    # Of two thousand thousand million choices: two seeds never meet in one.
    chosen = [{tuple(pair) for pair in np.stack(mixture.mixed(seed)[:2], axis=1).tolist()} for seed in seeds]
    for kind, told in ((0, "real"), (1, "synthetic")):
        kinds = len({frozenset(pair for pair in each if pair[0] == kind) for each in chosen})
        hint = (
            "Draw the images that stay and those that come by the generator made from the seed: don't always take"
            " the first ones."
        )
        expect(kinds > 1, f"the {told} images of {mixture.what}, with other seeds", "others", "the same", hint)
        what = f"the {told} images of {mixture.what}, with the seeds {', '.join(map(str, seeds))}"
        expect(kinds == len(seeds), what, "others with each seed", "the same with two of them", AS_IT_IS)
        choices = [{index for each, index in pairs if each == kind} for pairs in chosen]
        _expect_apart(choices, mixture.labels[kind], what)
