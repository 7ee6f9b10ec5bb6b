"""A classifier in training: on one small batch, and on real pictures."""

import numpy as np

from checker.rubric.classifiers.compiling import cross_entropy
from checker.rubric.expect import expect, expect_array
from checker.sandbox.limits import Limits
from checker.text import number

TRAINING = Limits(cpu_seconds=60, wall_seconds=120, memory_gb=4)  # the reference solution needs 3 s


def train_beside(learner, task, rng):
    """Begin a `Training` beside the checks; call what it returns to have it."""
    (rng,) = rng.spawn(1)  # of its own: how many numbers other checks draw meanwhile is chance
    return learner.beside(lambda beside: Training(beside, task, rng))


LEAST_CHANGE, MOST_CHANGE = 0.01, 10  # of the weights in 60 steps, relative to their size; right answers: .05 to 3


class Training:
    """A fresh model of the learner's, compiled by the learner, and trained for a while on one small batch.

    A pattern for each class with a little noise, all in one batch: plain gradient descent at Keras's default rate
    learns them. What is measured is the checker's own loss, computed from the weights before and after.
    """

    STEPS, BATCH = 60, 32

    def __init__(self, learner, task, rng):
        self.model = learner.build_model()
        learner.call("compile_model", self.model, returns="nothing")
        patterns = rng.random((task.classes, *task.image)) > 0.7
        labels = (np.arange(self.BATCH) % task.classes).astype("uint8")
        noise = rng.normal(0, 0.1, (self.BATCH, *task.image))
        images = np.clip(patterns[labels] + noise, 0, 1).astype("float32")
        self.model.live.build_state(images[:1], labels[:1])
        # A fifth less time than `fit`, which sets up a pipeline of data first.
        self.train("train_on_batch", images, labels, repeat=self.STEPS)
        trained = self.read()
        expect(
            [array.shape for array in self.model.weights] == [array.shape for array in trained.weights],
            "the weights after training",
            "of the same shapes as before",
            "of others",
        )
        self.unmoved = all(map(np.array_equal, self.model.weights, trained.weights))
        before, after = (
            np.concatenate([np.ravel(array).astype("float64") for array in model.weights] or [[0.0]])
            for model in (self.model, trained)
        )
        self.change = float(np.linalg.norm(after - before) / (np.linalg.norm(before) + 1e-12))
        self.classes = task.classes
        self.before = cross_entropy(self.scores(self.model, images, training=True), labels)
        self.after = cross_entropy(self.scores(trained, images, training=True), labels)

    def hint_for_rate(self):
        """What the way that the weights went tells about the learning rate; "" if nothing."""
        if self.change < LEAST_CHANGE:
            return "The weights have hardly moved: each step is too short. Is the learning rate too low?"
        if not self.change < MOST_CHANGE:
            return "The weights have gone far from where they began: is the learning rate too high?"
        return ""

    def train(self, method, images, labels, **settings):
        """Train the learner's model by one of its methods."""
        self.model.live.call(method, images, labels, about="compile_model", limits=TRAINING, **settings)

    def read(self):
        """The model as it is now."""
        return self.model.live.read("compile_model", "model")

    def scores(self, model, images, **settings):
        """What a model makes of images, (n, classes)."""
        return expect_array(model(images, **settings), "the scores in training", (len(images), self.classes))

    def accuracy(self, data, epochs):
        """Put the weights back to where they began, train on real pictures, and return the accuracy on others.

        Accuracy and loss are noted for the scoreboard.
        """
        train_images, train_labels, test_images, test_labels, _ = data
        self.model.live.call("set_weights", self.model.weights)
        # Batches of the same size as before: another would be traced anew.
        self.train("fit", train_images, train_labels, batch_size=self.BATCH, verbose=0, epochs=epochs)
        scores = self.scores(self.read(), test_images)
        if not np.isfinite(scores).all():
            return 0.0
        accuracy = float(np.mean(scores.argmax(axis=1) == test_labels))
        self.model.note(accuracy=accuracy, loss=cross_entropy(scores, test_labels))
        return accuracy


def expect_learns(training):
    """Fail unless the steps on one small batch brought the loss down, as far as any optimizer would.

    Args:
        training: what `train_beside` returned.
    """
    training = training()
    before, after = training.before, training.after
    what = f"the loss on one small batch, after {training.STEPS} steps on it"
    expect(np.isfinite(after), what, "a number", "NaN or infinity", "Is the learning rate too high?")
    expect(
        not training.unmoved,
        "the weights after training",
        "other ones than before",
        "the very same",
        "Nothing is trained: are the layers trainable, and is the learning rate above zero?",
    )
    expect(
        after < 0.9 * before,
        what,
        f"clearly below the {number(before)} at the start",
        number(after),
        "The loss is higher than at the start: each step goes too far. Is the learning rate too high?"
        if after > 1.5 * before
        else training.hint_for_rate()
        or "The network hardly learns. Is the learning rate so low that nothing moves, or so high that it jumps about?",
    )


def expect_trained(training, data, least, epochs=2):
    """Fail unless training on real pictures reaches an accuracy on other ones.

    Args:
        training: what `train_beside` returned.
        data: what `load_some` returned.
        least: the accuracy to reach, from 0 to 1.
        epochs: how often to go through the training pictures.
    """
    training = training()
    accuracy = training.accuracy(data, epochs)
    train, test = (f"{len(images):,}" for images in (data.train_images, data.test_images))
    expect(
        accuracy >= least,
        f"the accuracy on {test} new pictures of {data.name}, after {epochs} epochs on {train}",
        f"at least {least:.0%}",
        f"{accuracy:.1%}",
        training.hint_for_rate()
        or "Plot the loss: flat from the start means too small a learning rate, up and down or NaN too large a one.",
    )
