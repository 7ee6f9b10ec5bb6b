"""A model of known scores that the learner compiles: loss and metric in closed form."""

from typing import NamedTuple

import numpy as np

from checker.failures import Failure
from checker.rubric.diagnosis import diagnose
from checker.rubric.expect import expect, expect_array, scalar
from checker.text import describe, number

BATCH = 64
FAR, LEAST = 200, 10  # scores up to this, whose loss is no less than that, even where probabilities are cut off
LARGE = 2.5  # times as large scores, in a second look; no larger, for a probability below 1e-7 may be cut off


class Batches(NamedTuple):
    """Images and labels, in batches of one size; `logits` are their scores, float64 (n, classes)."""

    images: np.ndarray
    labels: np.ndarray
    logits: np.ndarray
    size: int

    @property
    def loss(self):
        return cross_entropy(self.logits, self.labels)

    @property
    def accuracy(self):
        return float(np.mean(self.logits.argmax(axis=1) == self.labels))

    def __str__(self):
        return f"{len(self.labels)} images with known scores, in batches of {self.size}"


def cross_entropy(logits, labels):
    """Mean cross-entropy of integer labels (n,) with logits (n, k), in float64."""
    logits = np.asarray(logits, dtype="float64")
    highest = logits.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(logits - highest).sum(axis=1)) + highest[:, 0]
    return float(np.mean(log_sum - logits[np.arange(len(labels)), labels]))


class Compiled:
    """A linear model of known weights that the learner's `compile_model` compiled, with images and labels.

    The model is the checker's own, so that the marks for compiling do not hang on `build_model`; its scores are known
    without any framework.
    """

    def __init__(self, learner, task, rng):
        self.task = task
        kernel = rng.normal(0, 0.1, (int(np.prod(task.image)), task.classes)).astype("float32")
        bias = rng.normal(0, 1, task.classes).astype("float32")
        layers = [("Input", {"shape": task.image}), ("Flatten", {}), ("Dense", {"units": task.classes})]
        self.live, self.second = (learner.sequential(layers, [kernel, bias]) for _ in range(2))
        for each in (self.live, self.second):
            learner.call("compile_model", each, returns="nothing")
        learner.calls.pop()  # a second look: what is told of the first names the first call
        self.live.set("run_eagerly", True)  # tracing a graph for one batch would take ten times as long
        self.one = self._draw(rng, kernel, bias, BATCH)
        # Smaller batches, several of them: neither their size nor their number may stand in the code.
        self.several = self._draw(rng, LARGE * kernel, bias, int(rng.integers(BATCH // 8, BATCH // 2)), batches=3)
        images = rng.normal(0, 1, self.one.images.shape)
        images = (FAR * images / np.abs(images.reshape(BATCH, -1) @ kernel).max()).astype("float32")
        logits = images.reshape(BATCH, -1).astype("float64") @ kernel + bias
        self.far = Batches(images, logits.argmin(axis=1).astype("uint8"), logits, BATCH)

    def _draw(self, rng, kernel, bias, size, batches=1):
        images = rng.random((batches * size, *self.task.image), dtype="float32")
        logits = images.reshape(len(images), -1).astype("float64") @ kernel + bias
        # Half of the labels are the highest score's, so that accuracy is neither 0 nor 1.
        labels = rng.integers(0, self.task.classes, len(images)).astype("uint8")
        labels[::2] = logits[::2].argmax(axis=1)
        return Batches(images if batches == 1 else LARGE * images, labels, logits, size)

    def evaluate(self, data):
        """What Keras reports for some `Batches`: a dict of numbers, `loss` among them."""
        try:
            reported = self.live.call(
                "evaluate",
                data.images,
                data.labels,
                batch_size=data.size,
                verbose=0,
                return_dict=True,
                about="compile_model",
            )
        except Failure as failure:
            failure.what = "evaluating a model after compile_model()"
            failure.hint = failure.hint or "The labels are integers (n,), not one-hot rows: which losses take them?"
            if "Op:Sub" in failure.got:
                failure.hint = (
                    f"This loss subtracts scores from labels, as if {self.task.thing}s were amounts. They are classes:"
                    " which loss compares those?"
                )
            if "Op:Equal" in failure.got:
                failure.hint = (
                    "A metric asks here whether labels and scores are the same numbers. Ask for the accuracy by its"
                    " name: then Keras compares the label with the place of the highest score."
                )
            # metrics=["accuracy"] without its name, or a metric of Keras's there
            if any(each in failure.got for each in ("loss_weights", "string", "keras.src.metrics")):
                failure.hint = "The third parameter of compile is loss_weights: name the one that you mean."
            raise
        expect(
            isinstance(reported, dict) and "loss" in reported,
            "what model.evaluate reports",
            "a loss",
            describe(reported),
        )
        return reported

    def losses(self):
        """How many numbers the loss is that training follows back."""
        data = self.one
        fields = {"x": data.images, "y": data.labels, "y_pred": data.logits.astype("float32")}
        loss = self.live.call("compute_loss", about="compile_model", tensors=True, **fields)
        return int(np.size(loss))

    def explain(self, loss):
        """The hint for a loss that is not the cross-entropy: the misconception, where its value gives it away."""
        logits, labels, right = self.one.logits, self.one.labels, self.one.loss
        clipped = np.clip(logits, 1e-7, 1 - 1e-7)
        shares = np.clip(logits / logits.sum(axis=1, keepdims=True), 1e-7, 1 - 1e-7)
        softmax = np.exp(logits - logits.max(axis=1, keepdims=True))
        softmax /= softmax.sum(axis=1, keepdims=True)
        known = {
            "This loss takes the scores for probabilities: tell it that they are logits.": [
                cross_entropy(np.log(clipped), labels),
                cross_entropy(np.log(shares), labels),
                float(np.mean(-np.log(shares[np.arange(BATCH), labels]))),
            ],
            "Softmax is applied twice: this loss applies it itself.": cross_entropy(softmax, labels),
            "This is the sum over the batch: take the mean, so that the batch size does not change the step.": right
            * BATCH,
            "The sign is flipped: training would make it worse.": -right,
        }
        otherwise = (
            f"Cross-entropy is the mean of log(sum(exp(scores))) minus the score of the right {self.task.thing}."
        )
        return diagnose(loss, known, otherwise)


def expect_compiled(compiled):
    """Fail unless the model was compiled in place."""
    expect(
        compiled.live.get("compiled") is True,
        "whether the model is compiled afterwards",
        "yes, the very model that it got",
        "no",
        "Call compile on the model that you get: a copy, or another model, does not count.",
    )
    refs = [getattr(each.get("optimizer"), "ref", None) for each in (compiled.live, compiled.second)]
    expect(
        None in refs or refs[0].id != refs[1].id,
        "the optimizers of two models that are compiled, one after the other",
        "one for each",
        "the same for both",
        "An optimizer remembers the weights of the model that it trains first, and refuses others: make a new one in"
        " each call.",
    )
    model = compiled.live.read("compile_model", "model")
    frozen = [layer["name"] for layer in model.layers if layer["settings"].get("trainable") is False]
    expect(
        not frozen and not model.fixed,
        "the layers of the model afterwards that training can change",
        "all",
        f"all but {', '.join(frozen) or 'some of their weights'}",
        "Compiling leaves layers as they are: with `trainable` False, a layer keeps the weights that it began with.",
    )
    expect_array(
        model(compiled.one.images),
        "the scores of the model afterwards",
        close_to=compiled.one.logits,
        atol=1e-3,
        hint="Compiling leaves layers and weights as they are.",
    )


def expect_loss(compiled):
    """Fail unless the loss is the cross-entropy of integer labels and logits, averaged."""
    for data in (compiled.one, compiled.several):
        loss = scalar(compiled.evaluate(data)["loss"], "the loss")
        expect(
            np.isclose(loss, data.loss, rtol=1e-3),
            f"the loss for {data}",
            number(data.loss),
            number(loss),
            compiled.explain(loss) if data is compiled.one else OTHER_BATCHES,
        )
    loss = scalar(compiled.evaluate(compiled.far)["loss"], "the loss")
    expect(
        np.isfinite(loss) and loss > LEAST,
        f"the loss for {BATCH} images with scores up to {FAR}, where that of the right {compiled.task.thing} is lowest",
        f"{number(compiled.far.loss)}, or {LEAST} at the least",
        number(loss),
        "Softmax first and the logarithm then is the logarithm of 0 here. Keras's loss takes the scores as they are.",
    )
    losses = compiled.losses()
    expect(
        losses == 1,
        f"how many losses there are for {BATCH} images",
        "one, their mean",
        f"{losses}, one for each image",
        "Keras reports their mean, but steps by their sum: leave the loss its own reduction, which takes the mean.",
    )


OTHER_BATCHES = f"It is right for a batch of {BATCH} only: take the mean over any batch, without a fixed number."


def expect_accuracy(compiled):
    """Fail unless the metric "accuracy" is there and right."""
    for data in (compiled.one, compiled.several):
        reported = compiled.evaluate(data)
        names = [name for name in reported if name != "loss"]
        expect(
            "accuracy" in reported,
            "the metrics",
            '"accuracy"',
            ", ".join(map(repr, names)) or "none",
            "Ask for it by its name when you compile.",
        )
        accuracy = scalar(reported["accuracy"], "the accuracy")
        right = f"It is the share of images whose highest score is the right {compiled.task.thing}'s."
        expect(
            np.isclose(accuracy, data.accuracy, atol=0.5 / len(data.labels)),
            f'"accuracy" for {data}',
            number(data.accuracy),
            number(accuracy),
            right if data is compiled.one else OTHER_BATCHES,
        )
