"""A convolutional network."""

import re

import numpy as np
import pytest

from checker.failures import Failure, Tampering
from checker.rubric import data
from checker.rubric.classifiers import compiling, outputs
from checker.rubric.classifiers.task import Task
from checker.rubric.classifiers.training import expect_learns, expect_trained, train_beside
from checker.rubric.diagnosis import diagnose
from checker.rubric.expect import array_like, expect, expect_array
from checker.rubric.layers import expect_no_pooling, expect_strided
from checker.rubric.models import expect_fresh, expect_parameters

ORDER = 2
TRAINING_SECONDS = 5  # of the reference solution, on two cores
COMPARED = "classifier"  # the kind of peers beside which `benchmarks` measures the solution
FIGURES = {"accuracy": "{:.2%}", "parameters": "{:,}", "loss": "{:.4f}"}  # of the scoreboard; the first ranks
BEST = "high"  # of the first figure: "high" or "low"
DATASET = "mnist"  # what it trains on
IMAGE = (28, 28, 1)
CLASSES = 10
TASK = Task(IMAGE, CLASSES, "digit")
# In a run folder, beside a Run's own files.
LEAVES = ["model.keras", "curves.png", "confusion.png", "answers.png", "labels.png", "model.png", "kernels.png"]
TRIED_EPOCHS = 16  # until a few hundred images are learned, where tests run the script
TRIED_ACCURACY = 0.5  # which its results state, at least, after that
MOST_PARAMETERS = 60_000
LEAST_ACCURACY = 0.40  # after 2 epochs on 6,000 images; measured in docs/evidence/results.md

# Functions of NumPy, SciPy, Keras and TensorFlow that convolve or correlate by themselves; "convert" is none of them.
LIBRARY = re.compile(
    r"_*(fft|oa|nd|depthwise_?|separable_?|gen_)?(conv|convolve|convolution|correlate)(\d?d)?(_?transpose|_\w+)?"
    r"|filter2d|tensorflow\.\w*conv(?!ert)\w*",  # the last: an operation of a graph
    re.IGNORECASE,
)
# An exception's words where arrays do not fit.
ABOUT_SHAPES = re.compile(r"shape|broadcast|aligned|dimension|\bax[ei]s\b|\bsize\b|out of bounds", re.IGNORECASE)
SIDES = "Height comes before width, in images (n, h, w, c) and in kernels (kh, kw, c, f); neither has to be square."


def cross_correlation(images, kernels, bias, stride):
    """The reference, in float64: for each place of the kernel, one product and sum over what lies beneath it."""
    images, kernels = images.astype("float64"), kernels.astype("float64")
    height, width = kernels.shape[:2]
    rows = range(0, images.shape[1] - height + 1, stride)
    columns = range(0, images.shape[2] - width + 1, stride)
    seen = [[np.tensordot(images[:, y : y + height, x : x + width], kernels, 3) for x in columns] for y in rows]
    return np.array(seen).transpose(2, 0, 1, 3) + bias


class Case:
    """One set of arguments for `convolve`; height differs from width everywhere, so that a mix-up shows."""

    @classmethod
    def large(cls, rng, axis, stride=1):
        """One that is large in one direction, so that no number of images, rows, columns, channels or filters is safe.

        Small in all others: whoever loops over everything in plain Python is right, too. Code with 64 or 128 of
        something in it is more likely about images, channels and filters than about pixels.
        """
        ends = (33, 80) if axis in (1, 2) else (129, 160)
        n, h, w, channels, filters = (int(rng.integers(*ends)) if each == axis else 2 for each in range(5))
        side = 2 if axis in (1, 2) else 1
        return cls(rng, (n, h + side, w + 1), (side, 2), channels, filters, stride)

    @classmethod
    def square(cls, rng, stride=1):
        """One with a square kernel, many images and many channels, twice as high as wide."""
        side, n, channels = (int(rng.integers(*ends)) for ends in ((2, 4), (9, 13), (17, 25)))
        width = side + int(rng.integers(1, 3))
        return cls(rng, (n, 2 * width, width), (side, side), channels, filters=3, stride=stride)

    def __init__(self, rng, size=(2, 9, 8), kernel=(3, 2), channels=3, filters=4, stride=1):
        self.images = rng.normal(0, 1, (*size, channels)).astype("float32")
        self.kernels = rng.normal(0, 1, (*kernel, channels, filters)).astype("float32")
        self.bias = rng.normal(0, 1, filters).astype("float32")
        self.stride = stride

    @property
    def arguments(self):
        return self.images, self.kernels, self.bias, self.stride

    def hint(self, got):
        """The misconception that gives just this answer, where it is a known one."""
        images, kernels, bias, stride = self.arguments
        rows, columns, channels, filters = kernels.shape
        # As sliding_window_view leaves them: the channels before the pixels.
        reordered = kernels.reshape(channels, rows, columns, filters).transpose(1, 2, 0, 3)
        known = {
            "The kernels are flipped: deep learning multiplies them as they are.": (
                images,
                kernels[::-1, ::-1],
                bias,
            ),
            "The kernels are flipped from top to bottom: deep learning multiplies them as they are.": (
                images,
                kernels[::-1],
                bias,
            ),
            "The kernels are flipped from left to right: deep learning multiplies them as they are.": (
                images,
                kernels[:, ::-1],
                bias,
            ),
            "Height and width of the kernel are swapped.": (images, kernels.swapaxes(0, 1), bias),
            "The bias is missing.": (images, kernels, 0 * bias),
            "The bias is subtracted.": (images, kernels, -bias),
            "This is the mean over the channels: the contract asks for the sum.": (images, kernels / channels, bias),
            "Windows and kernels are flattened in different orders: first give the windows the kernels' order of axes,"
            " (kh, kw, c).": (images, reordered, bias),
            "Only the first channel is looked at: sum over all of them.": (
                images[..., :1],
                kernels[:, :, :1],
                bias,
            ),
            "This is the mean over the pixels under the kernel: the contract asks for the sum.": (
                images,
                kernels / np.prod(kernels.shape[:3]),
                bias,
            ),
            "The bias is added once for each channel.": (images, kernels, bias * channels),
            "The bias is added once for each pixel of the kernel.": (
                images,
                kernels,
                bias * np.prod(kernels.shape[:2]),
            ),
        }
        right = cross_correlation(*self.arguments)
        found = {"What is below zero is cut off: convolve() itself has no ReLU.": np.maximum(right, 0)}
        if stride > 1:
            near = cross_correlation(images, kernels, bias, 1)[:, : right.shape[1], : right.shape[2]]
            found["The stride is in the size only: begin the window of (y, x) at (stride * y, stride * x)."] = near
        for hint, arguments in known.items():
            if arguments[1].shape[:2] == kernels.shape[:2]:
                found[hint] = cross_correlation(*arguments, stride)
        return diagnose(
            got,
            # Flipped, a kernel of one pixel is the same.
            {hint: each for hint, each in found.items() if not np.allclose(each, right, atol=1e-2)},
            "Each number is the sum of kernel times image, over height, width and channels, plus the bias.",
            atol=1e-3,
        )

    def hint_for_shape(self, got, right):
        """The misconception that gives an answer of this shape, where it is a known one."""
        shape = got.shape if isinstance(got, np.ndarray) else ()
        one = tuple(n - k + 1 for n, k in zip(self.images.shape[1:3], self.kernels.shape[:2], strict=True))
        if shape == right[1:]:
            return "The first axis is missing: " + (
                "all images of the batch are convolved, not only one."
                if right[0] > 1
                else "it stays where there is one image only, as all axes of length 1 do."
            )
        if shape != right and sorted(shape) == sorted(right):
            return "The sizes are right, their order is not: (n, oh, ow, f), the filters last."
        if len(shape) == 5 and sorted(shape) == sorted((*right, self.kernels.shape[2])):
            return "The channels still have an axis of their own: sum over them, too."
        if len(shape) > 4:
            return "There are axes left over: sum over height, width and channels of the kernel."
        if self.stride > 1 and shape == (right[0], *one, right[3]):
            return "There are as many positions as with a stride of 1: is the stride used?"
        if self.stride > 1 and shape[1:3] in ((right[1], one[1]), (one[0], right[2])):
            return "The stride goes in one direction only: it counts for height and width."
        return (
            'With padding "valid" a kernel stays inside the image: (h - kh) // stride + 1 positions, and the same'
            " for the width."
        )

    def hint_for_exception(self, text):
        """What to look at where shapes did not fit, by the exception's text; "" where it is about something else."""
        shapes = [tuple(map(int, re.findall(r"\d+", each))) for each in re.findall(r"[(\[](\d+(?:, ?\d+)+)[)\]]", text)]
        if (len(self.images), *self.kernels.shape[:3]) in shapes and self.kernels.shape in shapes:
            return (
                "A window has the axes (n, kh, kw, c), the kernels have (kh, kw, c, f): give the window one more axis"
                " for the filters, multiply, and sum over kh, kw and c."
            )
        return SIDES if ABOUT_SHAPES.search(text) else ""


class Convolver:
    """The learner's `convolve`, and the functions of other modules that its calls reached.

    All calls are watched: one that is watched can be told from one that is not, and could be answered otherwise.
    """

    def __init__(self, learner):
        self._learner, self.reached = learner, {}

    def __call__(self, case):
        """What `convolve` makes of a case, and what is right; fails unless their shapes agree."""
        right = cross_correlation(*case.arguments)
        try:
            got, names = self._learner.watched("convolve", *case.arguments, within=["extract_patches"])
        except Failure as failure:
            if failure.expected == "no exception":
                failure.hint = failure.hint or case.hint_for_exception(failure.got.partition("\nin the line:")[0])
            raise
        self.reached.update(dict.fromkeys(names))
        got = array_like(got)
        expect_array(got, "what convolve() returned", shape=right.shape, hint=case.hint_for_shape(got, right.shape))
        return got, right

    def expect(self, *cases):
        """Fail unless `convolve` returns the reference's values."""
        for case in cases:
            got, right = self(case)
            what = "what convolve() returned"
            expect(got.dtype.kind == "f", f"the dtype of {what}", "a float", got.dtype.name)
            close = np.allclose(got, right, rtol=1e-4, atol=1e-4)  # what each mistake would give takes a while
            expect_array(got, what, close_to=right, hint="" if close else case.hint(got))


@pytest.fixture(scope="module")
def convolve(learner):
    return Convolver(learner)


@pytest.fixture(scope="module")
def model(learner):
    return learner.build_model()


@pytest.fixture(scope="module")
def compiled(learner, rng_for):
    return compiling.Compiled(learner, TASK, rng_for("compiled"))


@pytest.fixture(scope="module", autouse=True)
def training(learner, rng_for):
    return train_beside(learner, TASK, rng_for("training"))


@pytest.mark.points(5)
def check_convolve_shape(convolve, rng):
    """convolve() returns (n, oh, ow, f) for padding "valid\""""
    for case in (Case(rng), Case(rng, size=(1, 5, 7), kernel=(1, 4), channels=1, filters=2)):
        convolve(case)


@pytest.mark.points(12, needs=["convolve_shape"])
def check_convolve_values(convolve, rng):
    """convolve() sums kernel times image over height, width and channels, and adds the bias"""
    convolve.expect(Case(rng), Case(rng, size=(3, 4, 6), kernel=(4, 5), channels=2, filters=1), Case.square(rng))


@pytest.mark.points(8, needs=["convolve_shape", "convolve_values"])
def check_convolve_stride(convolve, rng):
    """convolve() moves the kernels on by the stride, also where it does not divide the size"""
    for size, stride in (((2, 9, 8), 2), ((1, 10, 13), 3), ((1, 6, 5), 5)):
        convolve.expect(Case(rng, size=size, stride=stride))
    # Further than the kernel is wide, and by more than any number that is likely to stand in code.
    convolve.expect(Case.square(rng, stride=4), Case(rng, size=(1, 22, 25), stride=int(rng.integers(6, 11))))


@pytest.mark.points(5, needs=["convolve_shape"])
def check_convolve_sizes(convolve, rng):
    """convolve() takes kernels of any size, one pixel and the whole image among them"""
    convolve.expect(
        Case(rng, kernel=(1, 1), channels=5),
        Case(rng, size=(2, 5, 4), kernel=(5, 4)),
        Case(rng, size=(1, 12, 11), kernel=(5, 3), channels=16, filters=8, stride=2),
        Case(rng, size=(1, 8, 8), kernel=(4, 4), channels=1, filters=1),
        Case(rng, size=(1, 6, 14), kernel=(3, 9), channels=2, filters=2, stride=2),
        *(Case.large(rng, axis) for axis in range(5)),
    )


@pytest.mark.points(6, needs=["convolve_shape"])
def check_convolve_own(learner, convolve, rng):
    """convolve() does the work itself, without a library's convolution"""
    convolve(Case.square(rng))
    found = [name for name in convolve.reached if LIBRARY.fullmatch(name) or LIBRARY.fullmatch(name.rpartition(".")[2])]
    expect(
        not found,
        "the functions that convolve() reaches",
        "array operations, such as products, sums, slices and windows",
        min(found, key=lambda name: name.rpartition(".")[2].startswith("_"), default=""),  # one that learners know
        "Write what this library function does yourself.",
    )
    for line, name in learner.means_to_hide():
        raise Tampering(
            "what the file could hide",
            "nothing with which code hides what it calls",
            f"{name}, in line {line}",
            "Whether convolve() is your own cannot be told beside it: no exercise needs it, so leave it away.",
        )


@pytest.mark.points(7)
def check_output_shape(model, rng):
    """build_model() turns any number of images into ten float32 scores each"""
    outputs.expect_outputs(model, TASK, rng)


@pytest.mark.points(3, needs=["output_shape"])
def check_uncompiled(learner, model):
    """build_model() builds a new model each time, and leaves compiling to compile_model()"""
    expect_fresh(learner, model, compiling="Compiling is compile_model()'s part.")


@pytest.mark.points(5, needs=["output_shape"])
def check_convolutions(model):
    """build_model() has three Conv2D layers or more, two of them with a stride of 2 or more"""
    layers = [layer for layer in model.layers if layer["type"] == "Conv2D"]
    expect(
        len(layers) >= 3,
        "the number of Conv2D layers",
        "three or more",
        str(len(layers)),
        "Each looks at what the one before it saw."
        if model.weights
        else "No layer here has weights: there is nothing that training could change.",
    )
    expect_strided(
        layers,
        "the strides of the Conv2D layers",
        "2 or more, in both directions, in two layers at least",
        "A stride of 2 halves height and width.",
    )


@pytest.mark.points(4, needs=["output_shape"])
def check_no_pooling(model):
    """build_model() has no pooling layer"""
    expect_no_pooling(model, "Strides do its work here: they learn what to keep.")


@pytest.mark.points(5, needs=["output_shape"])
def check_nonlinearity(model, rng):
    """build_model()'s hidden layers are not linear"""
    outputs.expect_nonlinear(model, TASK, rng, convolutions=3)


@pytest.mark.points(4, needs=["output_shape"])
def check_parameters(model):
    """build_model() has at most 60,000 parameters"""
    hint = "A Conv2D layer has kernel height times width times channels in times filters, and a bias for each filter."
    expect_parameters(model, MOST_PARAMETERS, hint)


@pytest.mark.points(8, needs=["output_shape"])
def check_logits(model, rng):
    """build_model() returns logits, not probabilities"""
    outputs.expect_logits(model, TASK, rng)


@pytest.mark.points(4)
def check_compiled(compiled):
    """compile_model() compiles the model that it is given, in place"""
    compiling.expect_compiled(compiled)


@pytest.mark.points(6, needs=["compiled"])
def check_loss(compiled):
    """compile_model()'s loss is the cross-entropy of integer labels and logits"""
    compiling.expect_loss(compiled)


@pytest.mark.points(4, needs=["compiled"])
def check_accuracy(compiled):
    """compile_model() asks for the metric "accuracy\""""
    compiling.expect_accuracy(compiled)


@pytest.mark.points(5, needs=["output_shape", "compiled", "loss"])
def check_learns(training):
    """a few steps on one small batch bring the loss down"""
    expect_learns(training)


@pytest.mark.trained
@pytest.mark.points(9, needs=["output_shape", "compiled", "loss", "learns"])
def check_trained(training, rng):
    """two epochs on 6,000 images teach the network to read digits"""
    expect_trained(training, data.load_some(DATASET, 6_000, 5_000, rng), LEAST_ACCURACY)
