"""Between two images (autoencoder, ACAI)."""

import numpy as np
import pytest

from checker.rubric.autoencoders import formulas, step as steps_of, walks
from checker.rubric.autoencoders.game import Autoencoder
from checker.rubric.expect import expect, expect_array
from checker.rubric.models import expect_fresh, expect_input, expect_parameters

ORDER = 6
DATASET = "lines"  # what it trains on
IMAGE = (32, 32, 1)
MOST_PARAMETERS = 1_000_000
ACAI = Autoencoder("ACAI", "make_acai", IMAGE)
LATENT = 6


@pytest.fixture(scope="module")
def encoder(learner):
    return learner.build_encoder(LATENT)


@pytest.fixture(scope="module")
def decoder(learner):
    return learner.build_decoder(LATENT)


@pytest.fixture(scope="module")
def critic(learner):
    return learner.build_critic()


@pytest.fixture(scope="module")
def steps(learner, rng):
    return steps_of.Steps(learner, ACAI, *rng.spawn(1))


def images(rng, count):
    return rng.uniform(0, 1, (count, *IMAGE)).astype("float32")


@pytest.mark.points(4)
def check_blend(learner, rng):
    """blend() mixes each pair of codes, by a share of its own"""
    formulas.expect_blend(learner, "blend", rng)


@pytest.mark.points(5)
def check_critic_loss(learner, rng):
    """critic_loss() is the mean of (of_blend - alpha) squared plus the mean of of_real squared"""
    formulas.expect_critic_loss(learner, "critic_loss", rng)


@pytest.mark.points(5)
def check_autoencoder_loss(learner, rng):
    """autoencoder_loss() is the mean squared error plus strength times the mean of of_blend squared"""
    formulas.expect_autoencoder_loss(learner, "autoencoder_loss", IMAGE, rng)


@pytest.mark.points(6)
def check_smoothness(learner, rng):
    """smoothness() is the largest step over the whole way, less 1 / (steps - 1)"""
    formulas.expect_smoothness(learner, "smoothness", rng)


@pytest.mark.points(7)
def check_walk(learner, rng):
    """walk() decodes evenly spaced codes, from the start's reconstruction to the end's"""
    walks.expect_walk(learner, "walk", IMAGE, rng)
