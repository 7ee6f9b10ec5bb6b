"""What any training step of two networks does, whatever model stands behind it: see `step` for what a game does."""

import numpy as np

from checker.rubric.adversarial.game import BIAS, Game, flat
from checker.rubric.expect import expect

LATENT, COUNT = 5, 6
D_RATE, G_RATE = 1e-3, 1.0


def expect_own_optimizers(learner, gan, rng):
    """Fail unless each network is moved by its own optimizer: where that has a rate of 0, it stays as it is."""
    images, game = rng.uniform(-1, 1, (COUNT, *gan.image)).astype("float32"), None
    for rates, still, optimizer in (((0.0, G_RATE), gan.judge, "d"), ((D_RATE, 0.0), "generator", "g")):
        game = Game(learner, gan, LATENT, *rates, networks=game, run_eagerly=True)
        _begin(game, rng)
        before = game.weights()
        game.step(images)
        after = game.weights()
        pairs = (before.judge, after.judge) if optimizer == "d" else (before.generator, after.generator)
        name = gan.d_optimizer if optimizer == "d" else gan.g_optimizer
        expect(
            np.array_equal(flat(pairs[0]), flat(pairs[1])),
            f"the change of the {still} in a step, where the learning rate of {name} is 0",
            "it stays as it is",
            "it moves",
            f"It is {name} that moves the {still}, and nothing else: which weights are given to the other optimizer?",
        )


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
            "otherwise",
            "just the same",
            f"The {condition.name} of the batch say what its images show: they go to the {gan.judge} with the images.",
        )


def _begin(game, rng):
    """Set the weights of a game to random numbers that keep what goes through them of the size of 1."""
    pixels, made_of = game.gan.pixels, LATENT + game.gan.columns
    kernel, bias = rng.normal(0, 0.4, (made_of, pixels)), rng.normal(0, 0.3, pixels)
    game.set(kernel, bias, rng.normal(0, 1 / np.sqrt(pixels), pixels + game.gan.columns), BIAS)
