"""The largest singular value of a kernel, by power iteration, and the projection that bounds it.

Power iteration: Miyato et al., "Spectral Normalization for Generative Adversarial Networks" (2018), algorithm 1. The
projection: Gouk et al., "Regularisation of Neural Networks by Enforcing Lipschitz Continuity" (2018), section 4.
"""

import numpy as np

from checker.failures import Failure
from checker.rubric.adversarial.game import Game, flat, hint_of
from checker.rubric.diagnosis import diagnose
from checker.rubric.expect import expect, expect_array, expect_tuple
from checker.text import describe, number

RAISED = (
    (
        r"ndims must be >= 2|Shape must be at least rank 2",
        "TensorFlow's own product, tf.matmul or @, takes matrices only: keras.ops.matmul takes a vector as well.",
    ),
)
MOVED = 0.25  # of their length: right steps move these biases by .003; a bound of .5 scales them by .5
SHAPES = ((200, 50), (4, 4, 16, 24), (3, 3, 1, 16), (5, 1), (1, 1, 6, 2))  # of dense layers and of convolutions


def step(kernel, u):
    """One step of power iteration on an array (..., f), in float64: `(sigma, u', v)`."""
    matrix = np.asarray(kernel, dtype="float64").reshape(-1, np.shape(kernel)[-1])
    v = _unit(matrix @ u)
    onward = v @ matrix
    return float(np.linalg.norm(onward)), _unit(onward), v


def _unit(vector):
    length = np.linalg.norm(vector)
    return vector / length if length else vector


def expect_power_iteration(learner, function, rng):
    """Fail unless the function takes one step of power iteration: `(kernel (..., f), u (f,))` -> `(sigma, u')`.

    Args:
        learner: a `checker.learner.code.Learner`.
        function: its name.
        rng: `numpy.random.Generator`.
    """
    # A matrix whose numbers one can follow with a pencil, twice, so that the second step starts where the first ends.
    kernel, u = np.diag([3.0, 1.0]).astype("float32"), np.array([0.6, 0.8], "float32")
    for which in ("one step", "a second step"):
        u = _expect_step(learner, function, kernel, u, f"{which} on diag(3, 1)").astype("float32")
    for shape in SHAPES:
        kernel = rng.normal(0, 1 / np.sqrt(np.prod(shape[:-1])), shape).astype("float32")
        u = _unit(rng.normal(0, 1, shape[-1])).astype("float32")
        _expect_step(learner, function, kernel, u, f"a step on a kernel {shape}")
    _expect_step(learner, function, 0.01 * kernel, u, f"a step on a kernel {shape} of small numbers")


def _expect_step(learner, function, kernel, u, of):
    sigma, onward, v = step(kernel, u)
    matrix = kernel.reshape(-1, kernel.shape[-1]).astype("float64")
    try:
        got, got_u = _pair(learner.call(function, kernel, u, tensors=True), function, u)
    except Failure as failure:
        failure.hint = failure.hint or hint_of(failure.got, RAISED)
        raise
    known = {
        "This is the length of W u, half a step: W^T v comes after it, and its length is sigma.": (
            np.linalg.norm(matrix @ u)
        ),
        "This is the root of the sum of all squares, which is larger than the largest singular value.": (
            np.linalg.norm(matrix)
        ),
        "This is the largest singular value itself: return what one step from u estimates.": (
            np.linalg.svd(matrix, compute_uv=False)[0]
        ),
        "This is the square of it.": sigma**2,
        "v is not scaled to length 1 before the second half of the step.": [
            np.linalg.norm(matrix.T @ (matrix @ u)), float(u @ (matrix.T @ (matrix @ u))),
        ],
        "Make a matrix of the kernel, with a column for each filter (the last axis): reshape it to (-1, f).": [
            step(other, u)[0]
            for other in (kernel.reshape(kernel.shape[-1], -1).T, np.moveaxis(kernel, -1, 0).reshape(-1, len(u)))
        ],
        "This is the estimate with the old u: take the new one, v^T W u'.": float(v @ (matrix @ u)),
    }  # fmt: skip
    otherwise = "v = W u, scaled to length 1; u' = W^T v, scaled to length 1; sigma = v^T W u'."
    what = f"the sigma that {function}() returned for {of}"
    hint = diagnose(got, known, otherwise, rtol=1e-4)
    expect(np.isclose(got, sigma, rtol=1e-3, atol=1e-6), what, number(sigma), number(got), hint)
    known = {
        "This is the old u: return the new one, where the next step starts.": np.asarray(u, dtype="float64"),
        "Scale it to length 1.": onward * sigma,
        "Its sign is flipped.": -onward,
        "This is v.": v,
    }
    hint = diagnose(got_u, known, otherwise, rtol=1e-3, atol=1e-5)
    expect_array(got_u, f"the u' that {function}() returned for {of}", close_to=onward, rtol=1e-3, hint=hint)
    return got_u


def _pair(returned, function, u):
    """`(sigma, u')` as a float and an array, or a `Failure`."""
    sigma, onward = expect_tuple(returned, 2, f"what {function}() returned", "Return sigma and the new u.")
    what = f"the sigma that {function}() returned"
    if not isinstance(sigma, np.ndarray) or sigma.shape != ():
        hint = "Return a tensor of one number without axes: no gradient leads through a Python float."
        raise Failure(what, "one number, a float32 scalar", describe(sigma), hint)
    expect(sigma.dtype.name == "float32", f"the dtype of {what}", "float32", sigma.dtype.name)
    expect_array(onward, f"the u' that {function}() returned", shape=np.shape(u), dtype="float32")
    return float(sigma), onward


def expect_gradient_of_sigma(learner, function, rng):
    """Fail unless sigma has the gradient v u'^T by the kernel, and none by u; and a kernel of zeros breaks nothing."""
    kernel = rng.normal(0, 0.3, (3, 3, 4, 5)).astype("float32")
    u = _unit(rng.normal(0, 1, 5)).astype("float32")
    _, onward, v = step(kernel, u)
    right = np.outer(v, onward).reshape(kernel.shape)
    what = "the gradient of sigma with respect to the kernel"
    hint = "v and u' count as constants (ops.stop_gradient), the kernel in v^T W u' does not."
    _, (gradient,) = _gradients(learner.gradient(function, kernel, u, by=0))
    expect(gradient is not None, what, "v times u', an outer product", "none", hint)
    expect_array(gradient, what, close_to=right, rtol=1e-2, atol=1e-4, hint=hint)
    _, (gradient,) = _gradients(learner.gradient(function, kernel, u, by=1))
    flat = gradient is None or not np.abs(gradient).max() > 1e-6
    expect(flat, "the gradient of sigma with respect to u", "none: u counts as a constant", "one that is not 0", hint)
    zeros = np.zeros_like(kernel)
    sigma, onward = _pair(learner.call(function, zeros, u, tensors=True), function, u)
    hint = "Its length is 0: add something tiny to what you divide by."
    expect(abs(sigma) < 1e-6, "the sigma of a kernel of zeros", "0", number(sigma), hint)
    expect(np.isfinite(onward).all(), "the u' of a kernel of zeros", "finite numbers", "NaN or infinity", hint)


def _gradients(answer):
    value, gradients = answer
    return value, gradients if len(gradients) == 1 else [None]


def expect_projection_of_kernels(learner, function, rng):
    """Fail unless the function bounds kernels in place: `(kernels, vectors, largest)`, lists of variables and a number.

    Arguments as for `expect_power_iteration`.
    """
    largest = round(float(rng.uniform(1.5, 2.5)), 2)
    shapes = ((30, 6), (4, 4, 3, 8), (3, 3, 2, 5), (7, 1), (4, 3), (6, 4), (2, 2, 3, 4), (9, 5))
    # By how much of the bound the first sigma differs from it; one kernel is all zeros.
    factors = (3.0, 0.4, 1.6, 0.8, 0.0, 1.3, 0.7, 2.0)
    kernels, vectors = [], [_unit(rng.normal(0, 1, shape[-1])) for shape in shapes]
    for shape, u, factor in zip(shapes, vectors, factors, strict=True):
        drawn = rng.normal(0, 1, shape)
        kernels.append(drawn * factor * largest / step(drawn, u)[0])
    held = [_variables(learner, arrays) for arrays in (kernels, vectors)]
    for count in range(1, 4):
        before = [[_value(each) for each in variables] for variables in held]
        learner.call(function, *held, largest, returns="nothing")
        after = [[_value(each) for each in variables] for variables in held]
        for index, shape in enumerate(shapes):
            _expect_projected(before, after, index, shape, largest, count, function)


def _variables(learner, arrays):
    return [learner.keras("Variable", each.astype("float32"), trainable=False) for each in arrays]


def _value(variable):
    """A variable's numbers, float64; what comes is the learner's word."""
    return expect_array(variable.call("numpy"), "a variable that was to be changed in place").astype("float64")


def _expect_projected(before, after, index, shape, largest, count, function):
    kernel, u = before[0][index], before[1][index]
    got, got_u = after[0][index], after[1][index]
    sigma, onward, _ = step(kernel, u)
    right = kernel * min(1.0, largest / sigma) if sigma else kernel
    what = f"a kernel {shape} whose sigma is {number(sigma)}, after call {count} of {function}() with largest"
    what += f" {number(largest)}"
    hint = "sigma is at most largest: leave the kernel as it is, to the last digit."
    expect(np.isfinite(got).all(), what, "finite numbers", "NaN or infinity", "The divisor may be 0.")
    if sigma <= largest:
        changed = np.abs(got - kernel).max()
        expect(changed <= 1e-6 * max(np.abs(kernel).max(), 1e-9), what, "the kernel as it was", "a different one", hint)
    known = {
        "It did not change: assign the scaled kernel to the variable, in place.": kernel,
        "It is divided by sigma alone, which makes its sigma 1: multiply by largest / sigma.": kernel / (sigma or 1),
        "Single numbers are clipped: scale the kernel as a whole.": np.clip(kernel, -largest, largest),
        "Its sigma is estimated from all its squares, which is too large.": (
            kernel * min(1.0, largest / (np.linalg.norm(kernel) or 1))
        ),
    }
    otherwise = "Multiply it by largest / sigma, with the sigma of one power iteration from the kernel's own vector."
    hint = diagnose(got, known, otherwise, rtol=1e-3, atol=1e-5)
    expect_array(got, what, close_to=right, rtol=1e-3, atol=1e-5, hint=hint)
    what = f"the vector of a kernel {shape} after call {count} of {function}()"
    expect(np.isfinite(got_u).all(), what, "finite numbers", "NaN or infinity")
    if not sigma:
        return
    known = {
        "It did not change: assign the u' of the step to it, so that the next step goes on from there.": u,
    }
    hint = diagnose(got_u, known, "Keep the u' of the power iteration, also for a kernel that is small.", atol=1e-5)
    expect_array(got_u, what, close_to=onward, rtol=1e-3, atol=1e-4, hint=hint)


def expect_vectors_kept(learner, gan, rng, **settings):
    """Fail unless a step with a bound projects by the vectors that are kept, each from where the step before left it.

    The u' of a power iteration hangs on the kernel's direction only, which the projection does not change: so the
    kernel after the step tells what became of the vector. The generator, whose optimizer has a learning rate of 0, is
    to stay as it is: the bound is for what judges.

    Args:
        learner: a `checker.learner.code.Learner`.
        gan: a `checker.rubric.adversarial.gan.Gan`, whose class keeps a vector for each kernel of what judges.
        rng: `numpy.random.Generator`.
        **settings: further ones of `compile`, a bound among them.
    """
    game = Game(learner, gan, 5, 0.02, 0.0, deep=True, run_eagerly=True, **settings)
    game.shuffle(rng)
    before, drawing = _kept(game), flat(game.weights().generator)
    biases = flat([each for each in game.weights().judge if each.ndim == 1])
    for count in (1, 2):
        game.step(rng.uniform(-1, 1, (4, *gan.image)).astype("float32"))
        kernels, after = [each for each in game.weights().judge if each.ndim > 1], _kept(game)
        expect(len(after) == len(kernels), "the vectors of the class", f"{len(kernels)}", f"{len(after)}")
        for kernel, u, got in zip(kernels, before, after, strict=True):
            _, right, _ = step(kernel, u)
            known = {
                "It did not change: pass all of self.kernels and self.vectors to project(), which assigns to them.": u,
                "It does not start from the vector of the step before: don't set or draw the vectors anew.": [
                    step(kernel, np.ones_like(u))[1], step(kernel, right)[1],
                ],
            }  # fmt: skip
            otherwise = (
                "Call project(self.kernels, self.vectors, self.largest) once after each update, and leave the vectors"
                " alone otherwise: each starts from where the last step left it."
            )
            hint = diagnose(got, known, otherwise, rtol=0, atol=1e-4)
            what = f"the vector of a kernel {kernel.shape} of the critic after step {count} with a bound"
            expect_array(got, what, close_to=right, rtol=0, atol=2e-3, hint=hint)
        before = after
    moved = flat([each for each in game.weights().judge if each.ndim == 1]) - biases
    far = float(np.linalg.norm(moved) / np.linalg.norm(biases))
    expect(
        far < MOVED,
        f"how far two steps with a bound move the biases of the {gan.judge}, relative to their length",
        "a few hundredths at most",
        number(far),
        "The bound is for kernels: a bias shifts what comes out, and makes it no steeper. Leave biases as they are.",
    )
    same = np.allclose(flat(game.weights().generator), drawing, atol=1e-6)
    what = f"the change of the generator in two steps with a bound, where the learning rate of {gan.g_optimizer} is 0"
    expect(same, what, "none", "it moves", f"The bound is for the {gan.judge}: project its kernels only.")


def _kept(game):
    """The vectors that a learner's object keeps, float64; what comes is the learner's word."""
    found = game.trained.get("vectors")
    found = found if isinstance(found, (list, tuple)) else []
    return [expect_array(each, "a vector of the class").astype("float64") for each in found]
