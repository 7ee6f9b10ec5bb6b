"""Looks at what a classifier returns: shapes, logits, and whether what is in it is nonlinear."""

import numpy as np

from checker.rubric.expect import expect, expect_array
from checker.rubric.graphs import random_weights, seen_at_work
from checker.rubric.heads import Head
from checker.rubric.layers import listed
from checker.rubric.models import expect_input
from checker.text import number

STRAIGHT = 1e-4  # of how far scores move: rounding makes a hundred thousandth, something nonlinear a tenth
HANGS = 0.05  # of the range of scores: half precision rounds to a thousandth
ACTIVATIONS = ("relu", "ReLU", "Relu", "leaky_relu", "LeakyReLU", "LeakyRelu", "Maximum")  # lines where all is positive


def expect_outputs(model, task, rng):
    """Fail unless the model turns any number of images into that many rows of float32 numbers, all finite.

    Args:
        model: a `checker.learner.models.Model`.
        task: a `checker.rubric.classifiers.task.Task`: how large the images are, and how many numbers stand in a row.
        rng: `numpy.random.Generator`.
    """
    expect_input(
        model,
        "the input of the model",
        task.image,
        expected="any number of images: ",
        hint="keras.Input takes the shape of one image, channel included."
        if (model.input_shape or [None])[0] is None
        else "The number of images is fixed here. Leave it open: it is None where a shape begins with it, and"
        " keras.Input takes the shape of one image, without it.",
    )
    images = rng.random((6, *task.image), dtype="float32")
    images[:5] *= np.linspace(0.2, 1, 5, dtype="float32").reshape(-1, *(1,) * len(task.image))  # dark and bright ones
    found = []
    for some in (images[:5], images[5:]):
        count, scores = len(some), model(some)
        expect_array(
            scores,
            f"the output for {count} image{'s' * (count > 1)}",
            shape=(count, task.classes),
            dtype="float32",
            hint=_hint_for_shape(scores, task),
        )
        expect(np.isfinite(scores).all(), "the output", "finite numbers", "NaN or infinity")
        found.append(scores)
    _expect_rows_apart(model, images, found[0])


def _expect_rows_apart(model, images, scores):
    """Fail if the scores of the first image hang on those beside it; `scores` are those of the first five, together."""
    off, most = np.abs(model(images[:1])[0] - scores[0]).max(), np.ptp(scores)
    expect(
        off <= HANGS * most + 1e-6,
        "the scores of an image alone, beside those of the same image among others",
        "the same ones",
        f"others, by up to {number(off)}, where all scores lie within {number(most)}",
        "Some operation mixes the images of a batch, such as a mean over all axes: leave out the first axis, which"
        " counts the images.",
    )


def _hint_for_shape(scores, task):
    if isinstance(scores, np.ndarray) and scores.ndim == 4:
        return "Height and width are still there: a dense layer works on the last axis only. What makes it one row?"
    if isinstance(scores, np.ndarray) and scores.shape[1:] == (1,):
        return f"Not the {task.thing} itself, but a score for each of the {task.number}: the highest wins."
    return f"One row per image, one number per {task.thing}."


def expect_nonlinear(model, task, rng, convolutions=0):
    """Fail if layers are one linear map where something nonlinear should stand between them.

    Args:
        model, task, rng: as for `expect_outputs`.
        convolutions: of how many Conv2D layers none may be one linear map with the one before it; of all, where there
            are fewer.
    """
    graph = seen_at_work(model, rng, rng.random((16, *task.image), dtype="float32"))
    expect(
        graph.bent_between(graph.mixes),
        "what lies between one layer with weights and the next",
        "something nonlinear",
        _bending(graph),
        "Layers in a row are one linear map unless something nonlinear lies between them.",
    )
    kind = [index for index, node in enumerate(graph) if node["kind"] == "Conv2D"]
    apart, least = graph.apart(kind.__contains__), min(convolutions, len(kind))
    expect(
        len(apart) >= least,
        "the number of Conv2D layers, where those with nothing nonlinear between them count as one",
        f"{least} or more",
        str(len(apart)),
        "Convolutions in a row are one linear map: put something nonlinear after each.",
    )
    expect(
        not _linear(model, task, rng),
        "the scores of images halfway between two others",
        "not always halfway between the scores of these",
        "always halfway: the whole network is one linear map",
        "Something nonlinear is there, but the scores show nothing of it: is it undone, or multiplied by 0?",
    )
    expect(
        not _additive(model, task, rng),
        "the scores of an image, and those of two halves of its pixels",
        "pixels that are looked at together",
        "each pixel by itself: the scores of the halves add up to those of the whole",
        "A dense layer works on the last axis alone, which has the channels of one pixel. Flatten first: then a hidden"
        " unit sees all pixels, and can stand for a stroke.",
    )


def _additive(model, task, rng):
    """Whether scores are sums of what each pixel gives by itself: no two pixels are ever looked at together."""
    for _ in range(3):
        images = rng.normal(0, 3, (16, *task.image)).astype("float32")
        part = rng.random((16, *task.image[:2], *(1,) * (len(task.image) - 2))) < 0.5
        found = random_weights(model, rng)(np.concatenate([images, images * part, images * ~part, 0 * images[:1]]))
        whole, one, other, none = np.split(found.astype("float64"), [16, 32, 48])
        off, moves = np.abs(whole - one - other + none).max(), np.ptp(whole, axis=0).max()
        if not (moves > 0.01 * np.abs(whole).max() and off <= STRAIGHT * moves):
            return False
    return True


def _linear(model, task, rng):
    """Whether a model is one linear map with random weights of several makes, also far beyond the range of pixels."""
    for _ in range(3):  # with some, all narrow ReLUs may be silent
        images = rng.normal(0, 3, (32, *task.image)).astype("float32")
        between = (images + np.roll(images, 1, axis=0)) / 2
        found = random_weights(model, rng)(np.concatenate([images, between])).astype("float64")
        ends, middle = found[:32], found[32:]
        off, moves = np.abs(middle - (ends + np.roll(ends, 1, axis=0)) / 2).max(), np.ptp(ends, axis=0).max()
        if not (moves > 0.01 * np.abs(ends).max() and off <= STRAIGHT * moves):  # NaN is no line
            return False
    return True


def _bending(graph):
    """What a learner put between layers, told so that it is seen why it does not count."""
    idle = [each["kind"] for each in graph if each["kind"] in ACTIVATIONS and not each["bends"]]
    if idle:
        return f"{listed(idle)}, where nothing negative comes, or that leaves it as it is"
    return f"{listed(graph.bending())}, but not between them" if graph.bending() else "nothing"


def expect_logits(model, task, rng):
    """Fail if something bends or bounds what a classifier's last weights compute: logits are any real number."""
    head = Head(model, rng, rng.random((1, *task.image), dtype="float32"))
    if not head.sources or head.straight():
        head.expect_undropped("what follows the scores of the last layer with weights")
        return
    far = head.at(1000)
    far = far[np.isfinite(far).all(axis=-1)]
    kind = head.bending() or "something that bends them"
    got = f"{kind}: from {number(far.min())} to {number(far.max())}" if far.size else kind
    if far.size and np.allclose(far.sum(axis=-1), 1, atol=1e-3):
        got += f", and the {task.number} of an image add up to 1"
    expect(
        False,
        "what follows the scores of the last layer with weights, tried with scores from about -3000 to 3000",
        "nothing that bends or bounds them",
        got,
        "The loss applies softmax itself: give the last layer no activation, and let none follow.",
    )
