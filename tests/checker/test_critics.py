"""Rubrics of critics, on images of another shape than the exercises': a right file passes, each slip is told by name."""

import numpy as np
import pytest

from checker.failures import Failure
from checker.learner.code import Learner
from checker.rubric.adversarial import slopes, spectral
from checker.rubric.adversarial.judging import expect_own_scores

SHAPE = (6, 5, 2)
RIGHT = """
import keras
import tensorflow as tf
from keras import ops


def blend(real, fake, mix):
    return fake + mix * (real - fake)


def penalty(critic, images):
    with tf.GradientTape() as tape:
        tape.watch(images)
        scores = critic(images)
    slopes = tape.gradient(scores, images, unconnected_gradients="zero")
    return ops.mean((ops.sqrt(ops.sum(slopes**2, axis=(1, 2, 3)) + 1e-12) - 1) ** 2)


def estimate(kernel, u):
    matrix = ops.reshape(kernel, (-1, kernel.shape[-1]))
    v = tf.math.l2_normalize(ops.matmul(matrix, u))
    u = tf.stop_gradient(tf.math.l2_normalize(ops.matmul(v, matrix)))
    return ops.sum(tf.stop_gradient(v) * ops.matmul(matrix, u)), u


def bound(kernels, vectors, largest):
    for kernel, vector in zip(kernels, vectors):
        sigma, u = estimate(kernel, vector)
        vector.assign(u)
        kernel.assign(kernel * ops.minimum(1.0, largest / sigma))


def build_judge(normalization="layer"):
    kinds = {"layer": keras.layers.LayerNormalization, "batch": keras.layers.BatchNormalization}
    layers = [keras.layers.Flatten(), kinds[normalization](), keras.layers.Dropout(0.2), keras.layers.Dense(1)]
    return keras.Sequential([keras.Input((6, 5, 2)), *layers])
"""


@pytest.fixture(scope="module")
def learner_of(tmp_path_factory):
    """A learner's file of the text above, in which one piece may be replaced."""
    made = {}

    def make(old="", new=""):
        if (old, new) not in made:
            assert old in RIGHT
            path = tmp_path_factory.mktemp("critic") / "critic.py"
            path.write_text(RIGHT.replace(old, new), encoding="utf-8")
            made[old, new] = Learner("critic", path, seed=1)
        return made[old, new]

    yield make
    for each in made.values():
        each.close()


def judged(learner, seed=0):
    """The hint of the first rubric that fails; "" where all pass."""
    rng = np.random.default_rng(seed)
    try:
        slopes.expect_between(learner, "blend", SHAPE, rng)
        slopes.expect_penalty_of_slopes(learner, "penalty", SHAPE, rng)
        slopes.expect_finite_penalty(learner, "penalty", SHAPE, rng)
        spectral.expect_power_iteration(learner, "estimate", rng)
        spectral.expect_gradient_of_sigma(learner, "estimate", rng)
        spectral.expect_projection_of_kernels(learner, "bound", rng)
    except Failure as failure:
        return failure.hint
    return ""


@pytest.mark.parametrize("seed", range(3))
def test_right_formulas_pass_on_images_of_any_shape(seed, learner_of):
    assert judged(learner_of(), seed) == ""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("fake + mix * (real - fake)", "real + mix * (fake - real)", "are swapped"),
        ("axis=(1, 2, 3)", "axis=(1, 2)", "over all axes of an image"),
        (" + 1e-12", "", "The slope of a root at 0 is infinite"),
        ("        tape.watch(images)\n", "", "tell the tape to watch them"),
        (
            "ops.reshape(kernel, (-1, kernel.shape[-1]))",
            "ops.transpose(ops.reshape(kernel, (kernel.shape[-1], -1)))",
            "reshape it to (-1, f)",
        ),
        ("        vector.assign(u)\n", "", "assign the u' of the step"),
        ("ops.minimum(1.0, largest / sigma)", "largest / sigma", "leave the kernel as it is"),
    ],
)
def test_a_slip_in_a_formula_is_told_by_name(old, new, told, learner_of):
    assert told in judged(learner_of(old, new))


def test_gradients_are_those_of_the_first_value_and_none_where_nothing_leads_back(learner_of):
    learner = learner_of()
    kernel, u = np.diag([3.0, 1.0]).astype("float32"), np.array([0.6, 0.8], "float32")
    (sigma, _), (gradient,) = learner.gradient("estimate", kernel, u, by=0)
    assert np.isclose(sigma, 2.7714, atol=1e-4)
    assert np.isclose(np.linalg.norm(gradient), 1, atol=1e-5)
    assert learner.gradient("estimate", kernel, u, by=1)[1] == [None]
    model = learner.build_judge()
    value, gradients = learner.gradient("penalty", model.live, np.ones((2, *SHAPE), "float32"), by=0)
    assert value.shape == ()
    assert [each is None or each.shape for each in gradients][2] == (60, 1)


def test_a_function_that_is_not_there_is_told(learner_of):
    with pytest.raises(Failure) as failure:
        learner_of().function("penaltie")
    assert "penalty" in failure.value.hint


def test_a_score_that_hangs_on_the_other_images_is_told(learner_of):
    rng, learner = np.random.default_rng(0), learner_of()
    images = rng.uniform(-1, 1, (8, *SHAPE)).astype("float32")
    expect_own_scores(learner.build_judge(), rng, images, "critic")
    with pytest.raises(Failure) as failure:
        expect_own_scores(learner.build_judge("batch"), rng, images, "critic")
    assert "Batch normalization" in failure.value.hint
