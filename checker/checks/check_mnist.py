"""A dense classifier."""

import numpy as np
import pytest

from checker.failures import Failure
from checker.rubric import data
from checker.rubric.classifiers import compiling, outputs
from checker.rubric.classifiers.task import Task
from checker.rubric.classifiers.training import expect_learns, expect_trained, train_beside
from checker.rubric.expect import expect, expect_array, expect_tuple
from checker.rubric.images import (
    A_DATA_SET,
    drawn_bytes,
    expect_prepared_dtype,
    expect_prepared_many,
    expect_prepared_range,
    expect_prepared_shape,
)
from checker.rubric.models import expect_fresh, expect_parameters

ORDER = 1
TRAINING_SECONDS = 2  # of the reference solution, on two cores
FIGURES = {"accuracy": "{:.2%}", "parameters": "{:,}", "loss": "{:.4f}"}  # of the scoreboard; the first ranks
BEST = "high"  # of the first figure: "high" or "low"
DATASET = "mnist"  # what it trains on
IMAGE = (28, 28, 1)
CLASSES = 10
TASK = Task(IMAGE, CLASSES, "digit")
# In a run folder, beside a Run's own files.
LEAVES = ["model.keras", "curves.png", "confusion.png", "answers.png", "labels.png", "model.png"]
TRIED_EPOCHS = 2  # until a few hundred images are learned, where tests run the script
TRIED_ACCURACY = 0.5  # which its results state, at least, after that
MOST_PARAMETERS = 1_000_000
LEAST_ACCURACY = 0.40  # after 2 epochs on 6,000 images; measured in docs/evidence/results.md


@pytest.fixture(scope="module")
def images(rng_for):
    return drawn_bytes(rng_for("images"), IMAGE)


@pytest.fixture(scope="module")
def labels(rng_for):
    return rng_for("labels").integers(0, CLASSES, 6).astype("uint8")


@pytest.fixture(scope="module")
def prepared(learner, images, labels):
    try:
        prepared = learner.prepare(images, labels)
    except Failure as failure:
        if "cannot reshape" in failure.got:
            failure.hint = "prepare() gets any number of images: the array itself says how many."
        raise
    return expect_tuple(
        prepared,
        2,
        "what prepare() returned",
        "Return the images and the labels, in this order.",
    )


@pytest.fixture(scope="module")
def model(learner):
    return learner.build_model()


@pytest.fixture(scope="module")
def compiled(learner, rng_for):
    return compiling.Compiled(learner, TASK, rng_for("compiled"))


@pytest.fixture(scope="module", autouse=True)
def training(learner, rng_for):
    return train_beside(learner, TASK, rng_for("training"))


@pytest.mark.points(6)
def check_prepare_shape(learner, prepared, images, labels):
    """prepare() gives each image a channel axis: (n, 28, 28, 1)"""
    hint = "Keras wants (n, height, width, channels); flattening is for the model to do."
    if isinstance(prepared[0], np.ndarray) and prepared[0].shape[:1] == prepared[0].shape:
        hint = "Those look like the labels: the images come first."
    one = "what prepare() returned for one image"
    expect_prepared_shape(
        lambda some: expect_tuple(learner.prepare(some, labels[:1]), 2, one)[0], prepared[0], images, hint
    )


@pytest.mark.points(5)
def check_prepare_dtype(prepared):
    """prepare() returns float32 images"""
    expect_prepared_dtype(prepared[0])


@pytest.mark.points(8, needs=["prepare_shape"])
def check_prepare_range(learner, prepared, images, rng):
    """prepare() scales the pixels: 0 becomes 0.0, 255 becomes 1.0, the rest in proportion"""

    def prepare(some):
        labels = rng.integers(0, CLASSES, len(some)).astype("uint8")
        return expect_tuple(learner.call("prepare", some, labels, limits=A_DATA_SET), 2, "what prepare() returned")[0]

    expect_prepared_range(prepare, prepared[0], images, lowest=0, network="the dense classifier")
    expect_prepared_many(prepare, rng, IMAGE, lowest=0)


@pytest.mark.points(5)
def check_prepare_labels(learner, prepared, images, labels, rng):
    """prepare() leaves the labels as they were"""
    hint = "The loss takes the digits themselves; one-hot rows are not needed."
    integers = isinstance(prepared[1], np.ndarray) and prepared[1].dtype.kind in "iu"
    if integers and prepared[1].ndim and np.array_equal(np.sort(prepared[1]), np.sort(labels)):
        hint = "The labels are right, but in another order: leave them as they are."
    what = "the labels that prepare() returned"
    expect_array(prepared[1], what, shape=labels.shape, dtype="integer", close_to=labels, atol=0, hint=hint)
    many = rng.integers(0, CLASSES, 1_100)  # int64
    got = expect_tuple(learner.prepare(drawn_bytes(rng, IMAGE, len(many)), many), 2, "what prepare() returned")[1]
    one = expect_tuple(learner.prepare(images[:1], labels[:1]), 2, "what prepare() returned for one image")[1]
    hint = "The axis stays, also where there is one label only."
    expect_array(one, f"{what} for one image", (1,), "integer", close_to=labels[:1], atol=0, hint=hint)
    hint = "As many labels come out as went in, and the same ones."
    expect_array(got, f"{what} for {len(many):,} images", many.shape, "integer", close_to=many, atol=0, hint=hint)


@pytest.mark.points(8)
def check_output_shape(model, rng):
    """build_model() turns any number of images into ten float32 scores each"""
    outputs.expect_outputs(model, TASK, rng)


@pytest.mark.points(3, needs=["output_shape"])
def check_uncompiled(learner, model):
    """build_model() builds a new model each time, and leaves compiling to compile_model()"""
    expect_fresh(learner, model, compiling="Compiling is compile_model()'s part.")


@pytest.mark.points(7, needs=["output_shape"])
def check_layers(model):
    """build_model() has a hidden dense layer, and no convolution"""
    kinds = [layer["type"] for layer in model.layers]
    foreign = [kind for kind in kinds if any(word in kind for word in ("Conv", "LSTM", "GRU", "RNN", "Attention"))]
    hint = "This exercise gets by with dense layers."
    hint += " Convolution is the next one's subject." * any("Conv" in kind for kind in foreign)
    expect(not foreign, "the layers", "dense ones", ", ".join(foreign), hint)
    dense = sum("Dense" in kind for kind in kinds)
    expect(
        dense >= 2,
        "the number of dense layers",
        "two or more: a hidden one, and the one that ends in ten scores",
        str(dense),
        "Without a hidden layer the network can only weigh each pixel by itself.",
    )


@pytest.mark.points(8, needs=["output_shape", "layers"])
def check_nonlinearity(model, rng):
    """build_model()'s hidden layers are not linear"""
    outputs.expect_nonlinear(model, TASK, rng)


@pytest.mark.points(4, needs=["output_shape"])
def check_parameters(model):
    """build_model() has at most 1,000,000 parameters"""
    hint = "A Dense layer has inputs times units of them, and a bias for each unit."
    expect_parameters(model, MOST_PARAMETERS, hint)


@pytest.mark.points(10, needs=["output_shape"])
def check_logits(model, rng):
    """build_model() returns logits, not probabilities"""
    outputs.expect_logits(model, TASK, rng)


@pytest.mark.points(5)
def check_compiled(compiled):
    """compile_model() compiles the model that it is given, in place"""
    compiling.expect_compiled(compiled)


@pytest.mark.points(9, needs=["compiled"])
def check_loss(compiled):
    """compile_model()'s loss is the cross-entropy of integer labels and logits"""
    compiling.expect_loss(compiled)


@pytest.mark.points(5, needs=["compiled"])
def check_accuracy(compiled):
    """compile_model() asks for the metric "accuracy\""""
    compiling.expect_accuracy(compiled)


@pytest.mark.points(7, needs=["output_shape", "compiled", "loss"])
def check_learns(training):
    """a few steps on one small batch bring the loss down"""
    expect_learns(training)


@pytest.mark.trained
@pytest.mark.points(10, needs=["output_shape", "compiled", "loss", "learns"])
def check_trained(training, rng):
    """two epochs on 6,000 images teach the network to read digits"""
    expect_trained(training, data.load_some(DATASET, 6_000, 5_000, rng), LEAST_ACCURACY)
