"""The shapes of two networks that are told a class and a number: what goes in, and what comes out."""

import numpy as np

from checker.rubric.expect import expect, expect_array
from checker.rubric.models import expect_input, expect_integers


def drawn_noise(rng, count, latent_dim):
    """Noise, float32 (count, latent_dim), from N(0, 1)."""
    return rng.normal(0, 1, (count, latent_dim)).astype("float32")


def drawn_images(rng, count, image):
    """Images, float32 (count, *image), from -1 to 1."""
    return rng.uniform(-1, 1, (count, *image)).astype("float32")


def drawn_conditions(rng, count, classes):
    """Classes, int32 (count,), about as many of each, and numbers, float32 (count, 1), 0 or 1: a list."""
    numbers = rng.permutation(np.arange(count) % 2).astype("float32")
    return [rng.permutation(np.arange(count) % classes).astype("int32"), numbers[:, np.newaxis]]


def expect_inputs(model, gan, made_by, shape):
    """Fail unless a network takes what has this shape, a class and a number.

    Args:
        model: a `checker.learner.models.Model`.
        gan: a `checker.rubric.adversarial.gan.Gan`, whose conditions are a class and a number.
        made_by: the call that made it, as text.
        shape: of one example of the first input.
    """
    first, second = (each.name for each in gan.conditions)
    hint = (
        f"Each keras.Input takes the shape of one example: for {first} it is (), for {second} (1,). The size of the"
        " noise is"
    )
    hint += " the function's parameter."
    expect_input(model, f"the inputs of {made_by}", shape, (), (1,), hint=hint)
    expect_integers(model, f"the input for {first} of {made_by}", 1, 'Without dtype="int32" an input takes floats.')
    dtype = model.facts["inputs"][2]["dtype"]
    hint = f"{second.capitalize()} are a number, 1.5 as well as 0 and 1: this input takes floats."
    expect("float" in dtype, f"the dtype of the input for {second} of {made_by}", "float32", dtype, hint)


def expect_made(model, what, shape, hint, *inputs):
    """Fail unless a network makes finite float32 of this shape for each row of its inputs; `what` names that."""
    count = len(inputs[0])
    what = f"{what} for {count} row{'s' * (count > 1)} of inputs"
    found = expect_array(model(*inputs), what, shape=(count, *shape), dtype="float32", hint=hint)
    expect(np.isfinite(found).all(), what, "finite numbers", "NaN or infinity")
