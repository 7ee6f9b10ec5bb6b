"""What the rubrics of classifiers share: a model of known scores to compile, closed forms, and looks at logits."""

from typing import NamedTuple

import numpy as np

from checker.failures import Failure
from checker.models import last_with_weights, load_digits
from checker.rubric.expect import expect, expect_array, scalar
from checker.sandbox.limits import Limits
from checker.text import describe, number

IMAGE = (28, 28, 1)
CLASSES = 10
BATCH = 64
TRAINING = Limits(cpu_seconds=60, wall_seconds=120, memory_gb=4)  # the reference solution needs 3 s


def cross_entropy(logits, labels):
    """Mean cross-entropy of integer labels (n,) with logits (n, k), in float64."""
    logits = np.asarray(logits, dtype="float64")
    highest = logits.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(logits - highest).sum(axis=1)) + highest[:, 0]
    return float(np.mean(log_sum - logits[np.arange(len(labels)), labels]))


class Compiled:
    """A linear model of known weights that the learner's `compile_model` compiled, with pictures and labels.

    The model is the checker's own, so that the marks for compiling do not hang on `build_model`; its scores are known
    without any framework.
    """

    def __init__(self, learner, rng):
        kernel = rng.normal(0, 0.1, (int(np.prod(IMAGE)), CLASSES)).astype("float32")
        bias = rng.normal(0, 1, CLASSES).astype("float32")
        self.live = learner.sequential(
            [("Input", {"shape": IMAGE}), ("Flatten", {}), ("Dense", {"units": CLASSES})], [kernel, bias]
        )
        learner.call("compile_model", self.live, returns="nothing")
        self.live.set("run_eagerly", True)  # tracing a graph for one batch would take ten times as long
        self.images = rng.random((BATCH, *IMAGE), dtype="float32")
        self.logits = self.images.reshape(BATCH, -1).astype("float64") @ kernel + bias
        # Half of the labels are the highest score's, so that accuracy is neither 0 nor 1.
        self.labels = rng.integers(0, CLASSES, BATCH).astype("uint8")
        self.labels[: BATCH // 2] = self.logits[: BATCH // 2].argmax(axis=1)

    @property
    def accuracy(self):
        return float(np.mean(self.logits.argmax(axis=1) == self.labels))

    def evaluate(self):
        """What Keras reports for the pictures: a dict of numbers, `loss` among them."""
        try:
            reported = self.live.call(
                "evaluate",
                self.images,
                self.labels,
                batch_size=BATCH,
                verbose=0,
                return_dict=True,
                about="compile_model",
            )
        except Failure as failure:
            failure.what = "evaluating a model after compile_model()"
            failure.hint = "The labels are integers (n,), not one-hot rows: which losses take them?"
            if "Op:Sub" in failure.got:
                failure.hint = (
                    "This loss subtracts scores from labels, as if digits were amounts. They are classes: which loss"
                    " compares those?"
                )
            if "loss_weights" in failure.got or "string" in failure.got:  # metrics=["accuracy"] without its name
                failure.hint = "The third parameter of compile is loss_weights: name the one that you mean."
            raise
        expect(
            isinstance(reported, dict) and "loss" in reported,
            "what model.evaluate reports",
            "a loss",
            describe(reported),
        )
        return reported

    def explain(self, loss):
        """The hint for a loss that is not the cross-entropy: the misconception, where its value gives it away."""
        right = cross_entropy(self.logits, self.labels)
        clipped = np.clip(self.logits, 1e-7, 1 - 1e-7)
        shares = np.clip(self.logits / self.logits.sum(axis=1, keepdims=True), 1e-7, 1 - 1e-7)
        taken_for_probabilities = [
            cross_entropy(np.log(clipped), self.labels),
            cross_entropy(np.log(shares), self.labels),
            float(np.mean(-np.log(shares[np.arange(BATCH), self.labels]))),
        ]
        if np.isclose(loss, taken_for_probabilities, rtol=1e-3).any():
            return "This loss takes the scores for probabilities: tell it that they are logits."
        twice = np.exp(self.logits - self.logits.max(axis=1, keepdims=True))
        if np.isclose(loss, cross_entropy(twice / twice.sum(axis=1, keepdims=True), self.labels), rtol=1e-3):
            return "Softmax is applied twice: this loss applies it itself."
        if np.isclose(loss, right * BATCH, rtol=1e-3):
            return "This is the sum over the batch: take the mean, so that the batch size does not change the step."
        if np.isclose(loss, -right, rtol=1e-3):
            return "The sign is turned round: training would make it worse."
        return "Cross-entropy is the mean of log(sum(exp(scores))) minus the score of the right digit."


def expect_compiled(compiled):
    """Fail unless the model was compiled in place."""
    expect(
        compiled.live.get("compiled") is True,
        "whether the model is compiled afterwards",
        "yes, the very model that was passed in",
        "no",
        "Call compile on the parameter itself: a copy, or another model, does not count.",
    )
    expect_array(
        compiled.live.read("compile_model", "model")(compiled.images),
        "the scores of the model afterwards",
        close_to=compiled.logits,
        atol=1e-3,
        hint="Compiling leaves layers and weights as they are.",
    )


def expect_loss(compiled):
    """Fail unless the loss is the cross-entropy of integer labels and logits, averaged."""
    right = cross_entropy(compiled.logits, compiled.labels)
    loss = scalar(compiled.evaluate()["loss"], "the loss")
    expect(
        np.isclose(loss, right, rtol=1e-3),
        f"the loss for {BATCH} pictures with known scores",
        number(right),
        number(loss),
        compiled.explain(loss),
    )


def expect_accuracy(compiled):
    """Fail unless the metric "accuracy" is there and right."""
    reported = compiled.evaluate()
    names = [name for name in reported if name != "loss"]
    expect(
        "accuracy" in reported,
        "the metrics",
        '"accuracy"',
        ", ".join(map(repr, names)) or "none",
        "Ask for it by its name when you compile.",
    )
    accuracy = scalar(reported["accuracy"], "the accuracy")
    expect(
        np.isclose(accuracy, compiled.accuracy, atol=0.5 / BATCH),
        f'"accuracy" for {BATCH} pictures with known scores',
        number(compiled.accuracy),
        number(accuracy),
        "It is the share of pictures whose highest score is the right digit's.",
    )


def expect_outputs(model, rng):
    """Fail unless the model turns any number of pictures into that many rows of ten float32 numbers, all finite."""
    shape = model.facts["input_shape"]
    fits = (
        shape
        and len(shape) == 4
        and all(have in (None, want) for have, want in zip(shape, (None, *IMAGE), strict=True))
    )
    expect(
        fits,
        "the input of the model",
        "any number of pictures: (None, 28, 28, 1)",
        str(tuple(shape)) if shape else "several inputs",
        "keras.Input takes the shape of one picture, channel included.",
    )
    for count in (5, 1):
        scores = model(rng.random((count, *IMAGE), dtype="float32"))
        expect_array(
            scores,
            f"the output for {count} picture{'s' * (count > 1)}",
            shape=(count, CLASSES),
            dtype="float32",
            hint=_hint_for_shape(scores),
        )
        expect(np.isfinite(scores).all(), "the output", "finite numbers", "NaN or infinity")


def _hint_for_shape(scores):
    if isinstance(scores, np.ndarray) and scores.ndim == 4:
        return "Height and width are still there: a dense layer works on the last axis only. What makes it one row?"
    if isinstance(scores, np.ndarray) and scores.shape[1:] == (1,):
        return "Not the digit itself, but a score for each of the ten: the highest wins."
    return "One row a picture, one number a digit."


def expect_nonlinear(model, rng):
    """Fail if all layers but the last, taken together, are one linear map."""
    last = last_with_weights(model.layers)
    before = last["name"] if last and last["top"] else None
    a, b = rng.normal(0, 1, (2, 64, *IMAGE)).astype("float32")
    at_a, at_b, at_sum, at_zero = (model(x, before=before).astype("float64") for x in (a, b, a + b, 0 * a))
    # Whatever is linear, bias included, has f(a) + f(b) = f(a + b) + f(0).
    difference = np.abs(at_a + at_b - at_sum - at_zero).max() / (np.abs(at_sum - at_zero).max() + 1e-12)
    expect(
        difference > 1e-3,
        "f(a) + f(b) - f(a + b) - f(0), f being all layers but the last",
        "not zero",
        f"{number(difference)} of f's own size",
        "Layers in a row are one linear map unless something nonlinear stands between them.",
    )


def expect_logits(model, rng):
    """Fail if what the model returns is bounded, as probabilities are: logits are any real number.

    Whatever stands at the end is provoked: the weights of the last layer that has some are made so large that its
    scores lie far out on both sides, which shows in logits as it is, and which an activation would hide.
    """
    images = rng.random((32, *IMAGE), dtype="float32")
    provoked = _provoke([array.copy() for array in model.weights], model.layers)
    scores = (model.with_weights(provoked) if provoked else model)(images)
    sums, low, high = scores.sum(axis=1), scores.min(), scores.max()
    hint = "The loss applies softmax itself: give the last layer no activation."
    expect(
        not np.allclose(sums, 1, atol=1e-3),
        "the sum of the ten scores of a picture",
        "any number",
        "1.0 for every picture",
        f"That is a softmax. {hint}",
    )
    if not provoked:
        return  # small scores prove nothing: they may be small because the weights are
    for (lowest, highest), name in {(0, 1): "a sigmoid's range", (-1, 1): "a tanh's range"}.items():
        expect(
            low < lowest or high > highest,
            "the range of the scores, with weights that make them large",
            "any number",
            f"from {number(low)} to {number(high)}: {name}",
            hint,
        )
    expect(
        low < 0,
        "the lowest score, with weights that make half of them negative",
        "below zero",
        number(low),
        f"Something cuts off what is negative, as ReLU does. {hint}",
    )


def _provoke(weights, layers):
    """Make the last layer's scores large and of both signs; returns the weights, None for a layer of another kind."""
    last = last_with_weights(layers)
    if last is None or not (last["type"] in ("Dense", "EinsumDense", "LayerNormalization") or "Conv" in last["type"]):
        return None
    signs = (-1.0) ** np.arange(CLASSES)
    if weights[-1].shape == (CLASSES,):  # a bias: half of the scores go up, half of them down
        weights[-1][:] = 1000 * signs
    elif weights[-1].ndim > 1 and weights[-1].shape[-1] == CLASSES:
        # Without a bias. Kernels that differ only in their sign give scores that do, whatever comes in.
        weights[-1][...] = 1000 * weights[-1][..., :1] * signs
    else:
        return None
    return weights


def train_beside(learner, rng):
    """Begin a `Training` beside the checks; call what it returns to have it."""
    (rng,) = rng.spawn(1)  # of its own: how many numbers other checks draw meanwhile is chance
    return learner.beside(lambda beside: Training(beside, rng))


LEAST_CHANGE, MOST_CHANGE = 0.01, 10  # of the weights in 60 steps, relative to their size; right answers: .05 to 3


class Training:
    """A fresh model of the learner's, compiled by the learner, and trained for a while on one small batch.

    Ten patterns with a little noise, all in one batch: plain gradient descent at Keras's default rate learns them. What
    is measured is the checker's own loss, computed from the weights before and after.
    """

    STEPS, BATCH = 60, 32

    def __init__(self, learner, rng):
        self.model = learner.build_model()
        learner.call("compile_model", self.model, returns="nothing")
        patterns = rng.random((CLASSES, *IMAGE)) > 0.7
        labels = (np.arange(self.BATCH) % CLASSES).astype("uint8")
        noise = rng.normal(0, 0.1, (self.BATCH, *IMAGE))
        images = np.clip(patterns[labels] + noise, 0, 1).astype("float32")
        self.model.live.build_state(images[:1], labels[:1])
        # A fifth less time than `fit`, which sets up a pipeline of data first.
        self.train("train_on_batch", images, labels, repeat=self.STEPS)
        trained = self.read()
        self.unmoved = all(map(np.array_equal, self.model.weights, trained.weights))
        before, after = (
            np.concatenate([np.ravel(array).astype("float64") for array in model.weights] or [[0.0]])
            for model in (self.model, trained)
        )
        self.change = float(np.linalg.norm(after - before) / (np.linalg.norm(before) + 1e-12))
        self.before = cross_entropy(self.model(images, training=True), labels)
        self.after = cross_entropy(trained(images, training=True), labels)

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

    def accuracy(self, data, epochs):
        """Put the weights back to where they began, train on real pictures, and return the accuracy on others.

        Accuracy and loss are noted for the scoreboard.
        """
        train_images, train_labels, test_images, test_labels, _ = data
        self.model.live.call("set_weights", self.model.weights)
        # Batches of the same size as before: another would be traced anew.
        self.train("fit", train_images, train_labels, batch_size=self.BATCH, verbose=0, epochs=epochs)
        scores = self.read()(test_images)
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


class Some(NamedTuple):
    """Some pictures of a data set, float32 (n, 28, 28, 1) in [0, 1], with their labels, and the name of the data."""

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray
    name: str


def load_some(train, test, rng):
    """Draw pictures of MNIST; of glyphs where MNIST cannot be had: a `Some`.

    Raises:
        CheckerError: the data on this machine is damaged; nothing that a learner's answer could help.
    """
    loaded, parts = load_digits(), []
    for split, count in zip(loaded, (train, test), strict=True):
        chosen = rng.choice(len(split.labels), count, replace=False)
        parts += [split.images[chosen][..., np.newaxis].astype("float32") / 255, split.labels[chosen]]
    return Some(*parts, loaded.name)
