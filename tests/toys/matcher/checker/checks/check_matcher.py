"""A network that says whether a label fits an image."""

import numpy as np
import pytest

from checker.rubric.expect import expect, expect_array, scalar
from checker.rubric.models import expect_parameters
from checker.text import describe

ORDER = 98
TRAINING_SECONDS = 1  # of the reference solution, on two cores
LEAVES = ["model.keras", "seen.png"]  # in a run folder, beside a Run's own files
TRIED_EPOCHS = 2  # of a few hundred images, where tests run the script
STEPS, BATCH = 60, 50  # of the training that is judged
LEAST_RIGHT = 0.9


@pytest.fixture(scope="module")
def pairs(rng_for):
    """Images that show their label by the place of a bright row: float32 (n, 28, 28, 1), and int32 (n,)."""
    rng = rng_for("pairs")
    labels = (rng.permutation(BATCH) % 10).astype("int32")
    images = rng.uniform(0, 0.1, (len(labels), 28, 28, 1)).astype("float32")
    images[np.arange(len(labels)), 2 * labels + 4] += 0.8
    return images, labels


@pytest.fixture(scope="module")
def model(learner):
    return learner.build_model()


@pytest.fixture(scope="module")
def trained(learner, rng_for, pairs):
    """The network of the learner's own matcher after the trial, and what it was before: two models."""
    matcher = learner.call("make_matcher", int(rng_for("trained").integers(2**31)), returns="reference")
    before = matcher.get("network")
    images, labels = (np.concatenate([array] * STEPS) for array in pairs)
    matcher.call("fit", images, labels, batch_size=BATCH, shuffle=False, verbose=0, about="Matcher.train_step")
    return matcher.get("network"), before


@pytest.mark.points(20)
def check_output_shape(model, pairs):
    """build_model() turns images and labels into one float32 logit each, (n, 1)"""
    shapes = [each["shape"][1:] for each in model.facts["inputs"]]
    expect(shapes == [[28, 28, 1], []], "the inputs of the model", "an image (28, 28, 1) and a label ()", str(shapes))
    for count in (5, 1):
        logits = model(*(array[:count] for array in pairs))
        expect_array(logits, "the logits", shape=(count, 1), dtype="float32", hint="One number for each image.")


@pytest.mark.points(20, needs=["output_shape"])
def check_together(model, pairs):
    """build_model() lets image and label work together"""
    images, labels = pairs
    other_images, other_labels = np.roll(images, 1, axis=0), np.roll(labels, 1)
    terms = [model(x, y) for x, y in ((images, labels), (other_images, labels))]
    terms += [model(x, y) for x, y in ((images, other_labels), (other_images, other_labels))]
    mixed = np.abs(terms[0] - terms[1] - terms[2] + terms[3]).max()
    hint = "A number that the label only adds makes one label better than another for every image."
    expect(mixed > 1e-5, "D(a, 1) - D(b, 1) - D(a, 2) + D(b, 2)", "not zero", "zero", hint)


@pytest.mark.points(10, needs=["output_shape"])
def check_parameters(model):
    """build_model() has at most 100,000 parameters"""
    expect_parameters(model, 100_000, "One dense layer from the image is enough.")


@pytest.mark.points(20, needs=["together"])
def check_step(learner, pairs):
    """Matcher.train_step() returns the loss of labels that fit and of labels that do not, and moves the network"""
    matcher = learner.call("make_matcher", 1, returns="reference")
    before = matcher.get("network")
    images, labels = pairs
    returned = matcher.call("train_step", (images, labels), tensors=True, about="Matcher.train_step")
    logits = [before(images, (labels + add).astype("int32") % 10).astype("float64") for add in range(10)]
    fits, others = np.logaddexp(0, -logits[0]).mean(), np.logaddexp(0, np.stack(logits[1:]))
    low, high = fits + others.min(axis=0).mean(), fits + others.max(axis=0).mean()
    expect(isinstance(returned, dict), "what train_step() returned", "a dict", describe(returned))
    loss = scalar(returned.get("loss"), 'the "loss" that train_step() returned')
    hint = "Softplus(-logit) where the label fits, softplus(logit) where it does not; the mean of each."
    expect(low - 1e-4 <= loss <= high + 1e-4, "the loss", f"from {low:.4f} to {high:.4f}", f"{loss:.4f}", hint)
    moved = [not np.array_equal(a, b) for a, b in zip(before.weights, matcher.get("network").weights, strict=True)]
    expect(all(moved), "the weights after a step", "all of them moved", f"{sum(moved)} of {len(moved)} moved")


@pytest.mark.trained
@pytest.mark.points(30, needs=["step"])
def check_learns(trained, pairs):
    """a few steps on easy images teach the network which label fits"""
    (images, labels), (network, _) = pairs, trained
    logits = np.concatenate([network(images, np.full_like(labels, label)) for label in range(10)], axis=1)
    fits = np.eye(10, dtype=bool)[labels]
    right = float(min((logits[fits] > 0).mean(), (logits[~fits] < 0).mean()))
    what = f"the share of labels that it judges rightly, those that fit or the others, after {STEPS} steps"
    hint = "Are the wrong labels drawn anew in each step, and never the right one?"
    expect(right >= LEAST_RIGHT, what, f"at least {LEAST_RIGHT:.0%}", f"{right:.0%}", hint)
