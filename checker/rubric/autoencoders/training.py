"""What steps of an autoencoder and its critic return, whether all move in each step, and what `fit` makes of them."""

import numpy as np

from checker.failures import Failure
from checker.rubric.autoencoders.game import NEAR, after, drawn, followed
from checker.rubric.autoencoders.step import COUNT, GAMMA, LATENT, RATES, STRENGTH
from checker.rubric.diagnosis import diagnose
from checker.rubric.expect import expect, scalar
from checker.text import describe, number


def expect_returned(steps, names=("autoencoder_loss", "critic_loss")):
    """Fail unless a step returned both losses, as they were before its updates, or after the other network's."""
    rows, alpha = steps.rows(), steps.alpha
    what = "what train_step() returned"
    for game, before, _, returned in steps.whole:
        if not isinstance(returned, dict) or not set(names) <= set(returned):
            hint = (
                "Does it end with `return`?"
                if returned is None
                else 'Return a dict with the keys "{}" and "{}".'.format(*names)
            )
            raise Failure(what, "a dict with {} and {}".format(*names), describe(returned), hint)
        right = followed(before, rows, alpha, STRENGTH, GAMMA, game.bent)
        later = after(before, right, RATES, autoencoder=True)
        judged = after(before, right, RATES, critic=True)
        others = (
            followed(later, rows, alpha, STRENGTH, GAMMA, game.bent),
            followed(before, rows, alpha, STRENGTH, GAMMA, game.bent, judged_by=(judged.w, judged.b)),
        )
        for place, name in enumerate(names):
            axes = np.ndim(returned[name])
            expect(not axes, f"the shape of {name} of {what}", "(), a scalar", describe(returned[name]))
            got = scalar(returned[name], f"{name} of {what}")
            allowed = [right.losses[place], *(each.losses[place] for each in others)]
            hint = diagnose(
                got, {"The two losses are swapped.": right.losses[1 - place]}, "Return the loss of this step."
            )
            close = np.isclose(got, allowed, rtol=2e-3, atol=1e-6).any()
            expect(close, f"{name} of {what}", number(allowed[0]), number(got), hint)


def expect_again(steps):
    """Fail unless each of three steps moves all weights of all networks."""
    game = steps.game()
    weights = drawn(steps._rng, steps.pixels, LATENT, b=0.3)
    for count in range(1, 4):
        _, moved, _ = steps.take(game, weights, steps.draw(4))
        for name, arrays in (
            ("encoder", moved.autoencoder[:2]), ("decoder", moved.autoencoder[2:]), ("critic", (moved.w, moved.b)),
        ):  # fmt: skip
            for array, kind in zip(arrays, ("kernel", "bias"), strict=True):
                hint = (
                    "All of trainable_weights must move, in each step: do you set `trainable` to False, and never"
                    " back to True?"
                )
                expect(
                    np.isfinite(array).all() and array.any(), f"the {kind} of the {name} in step {count}", "it moves",
                    "it stays as it is" if np.isfinite(array).all() else "NaN or infinity", hint,
                )  # fmt: skip


def expect_fits(steps):
    """Fail unless `fit` trains all networks in a graph, on batches of any size, with new shares in each step."""
    game = steps.game(run_eagerly=False)
    weights, found = drawn(steps._rng, steps.pixels, LATENT, critic=False), []
    try:
        for count in (COUNT, COUNT, 1, 3):
            images = steps.images if count == COUNT else steps.draw(count)
            before, moved, _ = steps.take(game, weights, images, fit=True)
            alpha, off = steps.read(before, moved, images)
            found.append((count, moved, alpha, off))
    except Failure as failure:
        failure.what = "what fit() does with train_step()"
        raise
    for count, moved, alpha, off in found:
        size = f"a batch of {count}" if count > 1 else "a single image"
        arrays = [*moved.autoencoder, moved.b]
        finite = all(np.isfinite(array).all() for array in arrays)
        what = f"the weights after a step of fit() on {size}"
        hint = "The step moves them when called directly, but not in the graph that fit makes of it."
        expect(finite and all(array.any() for array in arrays), what, "different from before",
               "the same" if finite else "NaN or infinity", hint)  # fmt: skip
        right = off < 10 * NEAR and alpha.min() > -0.01 and alpha.max() < 0.51
        hint = (
            "Draw a share for each image of the batch, whatever its size: in a graph the size is ops.shape(images)[0]."
        )
        expect(right, f"the shares in a step of fit() on {size}", "numbers from 0 to 0.5", "others", hint)
    hint = (
        "fit runs the Python code of train_step only once, to make a graph of it. Numbers from NumPy never change in"
        " this graph; keras.random with self.seed_generator draws new ones."
    )
    same = np.allclose(found[0][2], found[1][2], atol=1e-3)
    expect(not same, "the shares in a second step of fit()", "other numbers", "the same again", hint)
