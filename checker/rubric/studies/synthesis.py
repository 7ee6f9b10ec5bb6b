"""Images that a generator was asked for: what it was given can be read from what it drew."""

import numpy as np

from checker.rubric.expect import expect, expect_array, expect_tuple
from checker.rubric.seeds import AS_IT_IS, ZERO, another

DROPPED = {"rate": 0.3}
FAR = 5  # standard deviations, beyond which numbers are not taken for what they should be


class Generator:
    """A generator of the checker's own, whose images tell noise and label: each pixel is tanh(noise W + vector)."""

    def __init__(self, learner, rng, latent_dim, shape, classes):
        """Build it in the learner's worker; `shape` is (h, w, c)."""
        self.latent_dim, self.shape, self.classes = latent_dim, shape, classes
        pixels = int(np.prod(shape))
        self.W = rng.normal(0, 0.3, (latent_dim, pixels)).astype("float32")
        self.vectors = rng.normal(0, 0.4, (classes, pixels)).astype("float32")
        dense = {"units": pixels, "use_bias": False}
        embedding = {"input_dim": classes, "output_dim": pixels}
        self.model = learner.functional(
            [
                [("Input", {"shape": (latent_dim,)}), ("Dense", dense)],
                [("Input", {"shape": (), "dtype": "int32"}), ("Embedding", embedding)],
            ],
            [
                ("Add", {}),
                ("Activation", {"activation": "tanh"}),
                ("Reshape", {"target_shape": shape}),
                ("Dropout", DROPPED),
            ],
        )
        self.model.call("set_weights", [self.W, self.vectors])

    def read(self, images):
        """What images in [-1, 1] were made of: `(noise (n, latent_dim), labels (n,), off (n,))`.

        `off` is how far a pixel, before the tanh, is from any that the generator makes of the label that fits best.
        """
        values = np.arctanh(np.clip(images.reshape(len(images), -1).astype("float64"), -0.999999, 0.999999))
        best = np.full(len(images), np.inf)
        noise, labels = np.zeros((len(images), self.latent_dim)), np.zeros(len(images), "int64")
        for label, vector in enumerate(self.vectors.astype("float64")):
            found, *_ = np.linalg.lstsq(self.W.T.astype("float64"), (values - vector).T, rcond=None)
            off = np.abs(found.T @ self.W + vector - values).max(axis=1)
            nearer = off < best
            best[nearer], noise[nearer], labels[nearer] = off[nearer], found.T[nearer], label
        return noise, labels, best


def expect_synthesize(learner, function, rng):
    """Fail unless the function asks a generator: `(generator, per_class, classes, seed)` -> `(images, labels)`.

    Args:
        learner: a `checker.learner.code.Learner`.
        function: its name.
        rng: `numpy.random.Generator`.
    """
    for latent_dim, shape, classes, per_class in ((5, (6, 5, 1), 3, 40), (7, (5, 5, 3), 2, 1), (4, (6, 5, 1), 5, 7)):
        generator = Generator(learner, rng, latent_dim, shape, classes)
        count = classes * per_class
        what = f"{function}() for {classes} classes and {per_class} of each"
        images, labels = _asked(learner, function, generator, per_class, 1, what)
        found = np.bincount(np.clip(labels, 0, classes), minlength=classes + 1).tolist()
        hint = f"Make each class as often as any other: labels go from 0 to {classes - 1}."
        expect(found == [per_class] * classes + [0] and labels.min() >= 0, f"the labels of {what}, by class",
               str([per_class] * classes), str(found[:-1]), hint)  # fmt: skip
        noise, asked, _ = generator.read(2 * images.astype("float64") - 1)
        wrong = np.count_nonzero(asked != labels)
        hint = "Return the labels that you asked the generator for, in the same order."
        told = f"{wrong} of {count} others"
        expect(not wrong, f"the images of {what}", "each of the class that its label says", told, hint)
        same = count - len(np.unique(np.round(noise, 3), axis=0))
        hint = "Draw a row of noise for each image: (per_class * classes, latent_dim)."
        expect(not same, f"the noise of {what}", "a different one for each image", f"{same} of {count} again", hint)
        if noise.size > 400:
            mean, spread = noise.mean(), noise.std()
            right = abs(mean) < FAR / np.sqrt(noise.size) and abs(spread - 1) < FAR / np.sqrt(2 * noise.size)
            hint = "The generator was trained with normal noise: keras.random.normal."
            expect(right, f"the noise of {what}", "normal: mean 0, standard deviation 1",
                   f"mean {mean:.2f}, standard deviation {spread:.2f}", hint)  # fmt: skip
    # So many that they are drawn, or asked for, in several parts.
    generator = Generator(learner, rng, 4, (6, 5, 1), 3)
    what = f"{function}() for 3 classes and 400 of each"
    images, labels = _asked(learner, function, generator, 400, 1, what)
    noise, asked, _ = generator.read(2 * images.astype("float64") - 1)
    wrong = np.count_nonzero(asked != labels)
    hint = "The labels that you return are those that the generator was asked for, in the same order."
    told = f"{wrong} of {len(labels):,} others"
    expect(not wrong, f"the images of {what}", "each of the class that its label says", told, hint)
    same = len(noise) - len(np.unique(np.round(noise, 2), axis=0))
    hint = "A row of noise for each image, however many there are: is it drawn once, for several parts?"
    expect(same < 5, f"the noise of {what}", "another one for each image", f"{same} of {len(noise):,} again", hint)
    far = np.abs(np.stack([noise.mean(axis=0), (noise.std(axis=0) - 1) * np.sqrt(2)])).max(axis=0) * np.sqrt(len(noise))
    worst = int(far.argmax())
    got = f"mean {noise[:, worst].mean():.2f}, standard deviation {noise[:, worst].std():.2f} in number {worst}"
    hint = "The generator was trained with normal noise, all of it: keras.random.normal((n, latent_dim), seed=seed)."
    right = "normal: mean 0, standard deviation 1, in each of the latent_dim numbers"
    expect(far.max() < FAR, f"the noise of {what}", right, got, hint)
    # As they come from the worker, tensors are arrays, too; but what follows indexes what it gets by arrays.
    kept = learner.call(function, generator.model, 1, generator.classes, 1, returns="reference")
    hint = "keras.ops.convert_to_numpy makes an array of a tensor: arrays are needed to choose images by indices."
    tensors = "tf.Tensor" in str(kept.call("__repr__", about=function))
    expect(not tensors, f"what {function}() returned", "NumPy arrays", "a tensor", hint)


def expect_synthesize_seeded(learner, function, rng):
    """Fail unless the function draws by its seed: with the same one the same images, with others others."""
    generator = Generator(learner, rng, 5, (6, 5, 1), 3)
    what = f"{function}() for 3 classes and 4 of each"
    first, again, other, zero, once, further = (
        _asked(learner, function, generator, 4, seed, what)[0] for seed in (1, 1, 2, 0, 0, another(1))
    )
    hint = "keras.random.normal(..., seed=seed) draws the same numbers for the same seed, whatever you drew before."
    expect(np.array_equal(first, again), f"the images of {what}, twice with one seed", "the same", "others", hint)
    expect(np.array_equal(zero, once), f"the images of {what}, twice with the seed 0", "the same", "others", ZERO)
    expect(np.abs(first - other).max() > 1e-3, f"the images of {what}, with another seed", "others", "the same", hint)
    for seeds, one, two in (((1, another(1)), first, further), ((0, 1), zero, first), ((0, 2), zero, other)):
        told = f"the images of {what}, with the seeds {seeds[0]} and {seeds[1]}"
        expect(np.abs(one - two).max() > 1e-3, told, "others", "the same", AS_IT_IS)


def _asked(learner, function, generator, per_class, seed, what):
    """What the function returned, if these are images that the generator drew, outside of training, as from 0 to 1."""
    classes, count = generator.classes, generator.classes * per_class
    got = expect_tuple(learner.call(function, generator.model, per_class, classes, seed), 2, f"what {what} returned")
    images, labels = got
    hint = f"Return per_class images of each class: {count} in all."
    expect_array(images, f"the images of {what}", (count, *generator.shape), hint=hint)
    expect_array(
        images,
        f"the images of {what}",
        dtype="float32",
        hint="Return images from 0 to 1, as `prepare` makes them, not bytes.",
    )
    expect_array(labels, f"the labels of {what}", (count,), "integer", hint=hint)
    low, high = float(images.min()), float(images.max())
    dropped = np.mean(np.abs(images - 0.5) < 1e-6) > 0.1
    in_training = "The generator draws as in training, with dropout: call it with training=False, or use predict."
    hint = "The generator draws from -1 to 1, but training images go from 0 to 1: add 1, and halve."
    hint = in_training if dropped else hint
    fits = low >= 0 and high <= 1
    expect(fits, f"the range of the images of {what}", "from 0 to 1", f"from {low:.2f} to {high:.2f}", hint)
    off = generator.read(2 * images.astype("float64") - 1)[2]
    if not off.max() < 0.01:
        black = np.mean(images == 0)
        if dropped:
            hint = in_training
        elif black > 0.1:
            hint = "Numbers below 0 were cut off: add 1, and halve, so that -1 becomes 0 and 1 stays 1."
        else:
            hint = "Add 1 to what the generator draws, and then halve it: don't stretch or clip anything else."
        expect(False, f"the images of {what}", "what the generator draws, from 0 to 1", "others", hint)
    return images, labels.astype("int64")
