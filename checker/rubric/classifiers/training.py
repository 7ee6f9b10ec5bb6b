"""A classifier in training: on one small batch, and on real images."""

import numpy as np

from checker.rubric.classifiers.compiling import cross_entropy
from checker.rubric.expect import expect, expect_array
from checker.sandbox.limits import Limits
from checker.text import number

TRAINING = Limits(cpu_seconds=60, wall_seconds=120, memory_gb=4)  # the reference solution needs 3 s


def train_beside(learner, task, rng):
    """Begin a `Training` beside the checks; call what it returns to have it."""
    return learner.beside(lambda beside: Training(beside, task, rng))


# After so many steps in all, the loss must lie below this share of what it was. Looks come early and often, for a high
# rate with momentum, right for digits, first learns this one batch by heart and then jumps about, until the numbers
# overflow: below 0.9 in step 6, up to 6 times as high in step 9. Late ones ask for more, so that who crawls is told
# from who needs a while. Of 30 right answers, over 20 seeds most of them, all pass, and by step 270, but for plain
# gradient descent at its default rate in a plain convolutional network: some seeds need 810. With a rate a thousand
# times too low, the loss is 1.9 times as high as it may be, or more, in the end. The table is in
# docs/evidence/results.md, by benchmarks/checker/classifier_margins.py.
ROUNDS = (*((steps, 0.9) for steps in (3, 5, 7, 10, 14, 20, 30, 45)), (90, 0.8), (270, 0.65), (810, 0.4))
# Of a rate a thousand times too high, the loss rises in the first steps (to 9 times and more; RMSprop at a right one
# once to 9), and the weights leave for good (29 times their size and more; right answers: 1.04). Later the loss may
# well be 0: one batch is learned by heart at almost any rate.
RISE, MOST_CHANGE = 1.5, 10
FIRST_STEPS = 10
TRIES = 3  # where the steps went too far: a beginning may have been an unlucky one
LEAST_CHANGE = 0.03  # of the weights after all rounds, relative to their size, for a hint
FAINT = 1e-3  # how far scores of a new model differ at most where pixels are far too small (2e-5); else 0.005 and more


def patterns(rng, task, count):
    """Images that are about as bright as digits are, and as smooth, each class's alike: `(images, labels)`.

    How bright they are decides how far a step goes: with 30 % white, where digits have 13 %, rates that are right for
    digits are too high.

    Args:
        rng: `numpy.random.Generator`.
        task: a `Task`.
        count: how many images; float32 (count, h, w, c) in [0, 1], the labels uint8 (count,).
    """
    fields = rng.normal(0, 1, (task.classes, *task.image))
    for axis in (1, 2, 1, 2):
        fields = fields + np.roll(fields, 1, axis) + np.roll(fields, -1, axis)
    inner = (1, 2, 3)
    edge, spread = np.quantile(fields, 0.87, axis=inner, keepdims=True), fields.std(axis=inner, keepdims=True)
    shapes = np.clip((fields - edge) / spread * 2 + 0.5, 0, 1)
    labels = (np.arange(count) % task.classes).astype("uint8")
    moved = [np.roll(shapes[label], rng.integers(-1, 2, 2), (0, 1)) for label in labels]
    return (np.stack(moved) * rng.uniform(0.8, 1, (count, 1, 1, 1))).astype("float32"), labels


class Training:
    """A fresh model of the learner's, compiled by the learner, and trained for a while on one small batch.

    What is measured is the checker's own loss, computed from the weights. Training goes on, in rounds, until the loss
    is down or has risen for good: most right answers need 3 to 10 steps, plain gradient descent in a plain
    convolutional network several hundred.

    Attributes:
        before, after: the loss at the start, and when training ended.
        limit: what `after` must lie below, relative to `before`.
        steps: how many there were.
        rose: how high the loss was in the first steps, relative to `before`.
        change: how far the weights went, relative to their size.
        unmoved: whether all weights stayed as they were.
        blind: whether all images get the same scores.
        faint: whether a new model's scores are nearly the same for all images, though not quite.
    """

    BATCH = 32

    def __init__(self, learner, task, rng):
        self._learner, self._classes = learner, task.classes
        for _ in range(TRIES):
            self._try(*patterns(rng, task, self.BATCH))
            if not self.too_far:
                break

    def _try(self, images, labels):
        model = self._begin(images, labels)
        scores = self._scores(model, images, training=True)
        self.before = cross_entropy(scores, labels)
        self.faint = bool(0 < np.ptp(scores, axis=0).max() < FAINT)
        self.rose, self.steps = 0.0, 0
        for steps, self.limit in ROUNDS:
            # A fifth less time than `fit`, which sets up a pipeline of data first.
            self._train("train_on_batch", images, labels, repeat=steps - self.steps)
            self.steps = steps
            self._look(model, images, labels)
            if self.learned or self.too_far:
                break

    def _begin(self, images, labels):
        """Build and compile a model: what it is now; `self.live` is the learner's own object."""
        model = self._learner.build_model()
        self.live = model.live
        self._learner.call("compile_model", model, returns="nothing")
        self.live.build_state(images[:1], labels[:1])
        return model

    def _train(self, method, images, labels, **settings):
        """Train the learner's model by one of its methods."""
        self.live.call(method, images, labels, about="compile_model", limits=TRAINING, **settings)

    def _look(self, model, images, labels):
        trained = self._read()
        expect(
            [array.shape for array in model.weights] == [array.shape for array in trained.weights],
            "the weights after training",
            "of the same shapes as before",
            "of others",
        )
        scores = self._scores(trained, images, training=True)
        self.after = cross_entropy(scores, labels)
        if self.steps <= FIRST_STEPS:
            self.rose = float(np.fmax(self.rose, self.after / self.before if np.isfinite(self.after) else np.inf))
        self.unmoved = all(map(np.array_equal, model.weights, trained.weights))
        before, after = (
            np.concatenate([np.ravel(array).astype("float64") for array in each.weights] or [[0.0]])
            for each in (model, trained)
        )
        self.change = float(np.linalg.norm(after - before) / (np.linalg.norm(before) + 1e-12))
        self.blind = bool(np.ptp(self._scores(trained, images), axis=0).max() < 1e-6)

    def _read(self):
        """The model as it is now."""
        return self.live.read("compile_model", "model")

    def _scores(self, model, images, **settings):
        """What a model makes of images, (n, classes)."""
        return expect_array(model(images, **settings), "the scores in training", (len(images), self._classes))

    @property
    def too_far(self):
        """Whether the steps are so long that nothing is left of where they began."""
        return not np.isfinite(self.after) or (self.rose > RISE and not self.change < MOST_CHANGE)

    @property
    def learned(self):
        """Whether the loss came down as it should, and by steps of a length that makes sense."""
        return self.after < self.limit * self.before and not self.too_far

    def hint_for_rate(self):
        """What the way that the weights went tells about the learning rate; "" if nothing."""
        if self.too_far:
            return "The weights have moved very far, so each step is too long. Is the learning rate too high?"
        if self.blind and not self.learned:
            return "All images get the same scores: the hidden layers let nothing through. How do their weights begin?"
        if not self.learned and self.faint:
            return (
                "A new model's scores hardly differ between images: its layers see numbers that are far too small. Does"
                " it divide pixels by 255 that prepare has divided already?"
            )
        if self.change < LEAST_CHANGE:
            return "The weights have hardly moved: each step is too short. Is the learning rate too low?"
        return ""

    def accuracy(self, data, epochs, least):
        """Train a fresh model on real images, and return the accuracy on others.

        Accuracy and loss are noted for the scoreboard. Small batches take the most steps; where their noise is too much
        for a high rate, larger ones are tried as well.
        """
        train_images, train_labels, test_images, test_labels, _ = data
        self._learner.reseed()  # whatever was drawn since: with threads and without, the same begins
        best = 0.0
        for batch in (self.BATCH, 4 * self.BATCH):
            model = self._begin(train_images, train_labels)
            self._train("fit", train_images, train_labels, batch_size=batch, verbose=0, epochs=epochs)
            scores = self._scores(self._read(), test_images)
            accuracy = float(np.mean(scores.argmax(axis=1) == test_labels)) if np.isfinite(scores).all() else 0.0
            if accuracy > best:
                best = accuracy
                model.note(accuracy=accuracy, loss=cross_entropy(scores, test_labels))
            if best >= least:
                break
        return best


def expect_learns(training):
    """Fail unless the steps on one small batch brought the loss down, as far as any optimizer would.

    Args:
        training: what `train_beside` returned.
    """
    training = training()
    before, after = training.before, training.after
    what = f"the loss on one small batch, after {training.steps} steps on it"
    expect(np.isfinite(after), what, "a number", "NaN or infinity", "Is the learning rate too high?")
    expect(
        not training.unmoved,
        "the weights after training",
        "different from before",
        "exactly the same",
        "Nothing is trained: are the layers trainable, and is the learning rate above zero?",
    )
    expect(
        not training.too_far,
        "the loss on one small batch in the first steps on it",
        f"below the {number(before)} at the start, with weights that change a little in each step",
        f"up to {number(training.rose * before)}; the weights changed by {number(training.change)} times their size",
        training.hint_for_rate(),
    )
    expect(
        training.learned,
        what,
        f"clearly below the {number(before)} at the start: at most {number(training.limit * before)}",
        number(after),
        training.hint_for_rate()
        or (
            "The loss is higher than at the start: each step is too long. Is the learning rate too high?"
            if after > 1.5 * before
            else "The network hardly learns. Is the learning rate so low that nothing moves, or so high that the loss"
            " jumps up and down?"
        ),
    )


def expect_trained(training, data, least, epochs=2):
    """Fail unless training on real images reaches an accuracy on other ones.

    Args:
        training: what `train_beside` returned.
        data: what `load_some` returned.
        least: the accuracy to reach, from 0 to 1.
        epochs: how often to go through the training images.
    """
    training = training()
    accuracy = training.accuracy(data, epochs, least)
    train, test = (f"{len(images):,}" for images in (data.train_images, data.test_images))
    expect(
        accuracy >= least,
        f"the accuracy on {test} new images of {data.name}, after {epochs} epochs on {train}",
        f"at least {least:.0%}",
        f"{accuracy:.1%}",
        training.hint_for_rate()
        or "Plot the loss: flat from the start means too small a learning rate, up and down or NaN too large a one.",
    )
