"""What any training step of two networks does, whatever model stands behind it: see `step` for what a game does."""

import numpy as np

from checker.rubric import updates
from checker.rubric.adversarial.game import BIAS, Game, flat
from checker.rubric.expect import expect

LATENT, COUNT = 5, 6
D_RATE, G_RATE = 1e-3, 1.0


def expect_own_optimizers(learner, gan, rng):
    """Fail unless each network is moved by its own optimizer: where that has a rate of 0, the other changes nothing.

    It is compared with a step in which both have: for a network may be moved by what is no optimizer, such as weights
    that are cut off.
    """
    images, found, game = rng.uniform(-1, 1, (COUNT, *gan.image)).astype("float32"), [], None
    state = rng.bit_generator.state
    for rates in ((0.0, 0.0), (0.0, G_RATE), (D_RATE, 0.0)):
        game = Game(learner, gan, LATENT, *rates, networks=game, run_eagerly=True)
        rng.bit_generator.state = state  # the same weights each time
        _begin(game, rng)
        game.step(images)
        found.append(game.weights())
        counts = updates.counted(game.optimizers)
    still, by_g, by_d = found
    for network, own, other, by_other, by_own, same, count in (
        (gan.judge, gan.d_optimizer, gan.g_optimizer, by_g.judge, by_d.judge, still.judge, counts[0]),
        ("generator", gan.g_optimizer, gan.d_optimizer, by_d.generator, by_g.generator, still.generator, counts[1]),
    ):
        expect(
            np.array_equal(flat(by_other), flat(same)),
            f"the change of the {network} by {other}, in a step where the learning rate of {own} is 0",
            "none",
            "it moves",
            f"Only {own} may move the {network}: which weights does {other} get?",
        )
        updates.expect_some(own, count, not np.array_equal(flat(by_own), flat(same)), network)


def expect_given_used(learner, gan, rng):
    """Fail unless a step moves the networks otherwise where other things are told of the same images."""
    images = rng.uniform(-1, 1, (COUNT, *gan.image)).astype("float32")
    given, found = gan.given(COUNT), []
    others = [[*given[:i], np.roll(values, 1, axis=0), *given[i + 1 :]] for i, values in enumerate(given)]
    game, state = None, rng.bit_generator.state
    for told in (given, *others):
        game = Game(learner, gan, LATENT, D_RATE, G_RATE, networks=game, run_eagerly=True)
        rng.bit_generator.state = state  # the same weights each time
        _begin(game, rng)
        game.step(images, told)
        weights = game.weights()
        found.append(flat([*weights.generator, *weights.judge]))
    for condition, moved in zip(gan.conditions, found[1:], strict=True):
        expect(
            not np.array_equal(found[0], moved),
            f"how the networks move in a step on the same images with other {condition.name}",
            "differently",
            "just the same",
            f"The {condition.name} of the batch say what its images show: pass them to the {gan.judge} with the"
            " images.",
        )


def _begin(game, rng):
    """Set the weights of a game to random numbers that keep what goes through them of the size of 1."""
    pixels, made_of = game.gan.pixels, LATENT + game.gan.columns
    kernel, bias = rng.normal(0, 0.4, (made_of, pixels)), rng.normal(0, 0.3, pixels)
    game.set(kernel, bias, rng.normal(0, 1 / np.sqrt(pixels), pixels + game.gan.columns), BIAS)
