"""Between two images (autoencoder, ACAI)."""

import itertools

import numpy as np
import pytest

from checker.judge import interpolations
from checker.rubric.adversarial.conditions import expect_without_others
from checker.rubric.adversarial.judging import expect_images_used
from checker.rubric.adversarial.networks import expect_noise_used
from checker.rubric.autoencoders import formulas, modes, training, walks
from checker.rubric.autoencoders import step as followed
from checker.rubric.autoencoders.game import Autoencoder
from checker.rubric.autoencoders.networks import IMAGES, expect_reach, expect_whole_code
from checker.rubric.data import load
from checker.rubric.expect import expect, expect_array
from checker.rubric.graphs import random_weights
from checker.rubric.models import expect_fresh, expect_input, expect_parameters

ORDER = 6
DATASET = "lines"  # what it trains on
IMAGE = (32, 32, 1)
TRAINING_SECONDS = 50  # of the reference solution, on two cores
FIGURES = {"middle": "{:.3f}", "smoothness": "{:.2f}", "reconstruction": "{:.4f}"}  # of the scoreboard; the first ranks
BEST = "low"  # of the first figure: "high" or "low"
KEEPSAKES = {"walks.png": "from one image to another, and what lies between"}  # for the page at the course's end
# In a run folder, beside a Run's own files.
LEAVES = [
    "encoder.keras", "decoder.keras", "curves.png", "walks.png", "reconstructions.png", "training.gif", "epochs",
    "encoder.png", "decoder.png", "critic.png",
]  # fmt: skip
TRIED_DATASET = "lines"
TRIED_EPOCHS = 2  # where tests run the script
MOST_PARAMETERS = 1_000_000
ACAI = Autoencoder("ACAI", IMAGE)
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
def steps(learner, rng_for):
    return followed.Steps(learner, ACAI, rng_for("steps"))


@pytest.fixture(scope="module")
def trial(learner, rng_for):
    return interpolations.Trial(learner, rng_for("trial"), load(DATASET), ACAI)


def images(rng, count):
    return rng.uniform(0, 1, (count, *IMAGE)).astype("float32")


@pytest.mark.points(4)
def check_blend(learner, rng):
    """blend() mixes each pair of codes, each by its own share"""
    formulas.expect_blend(learner, "blend", rng)


@pytest.mark.points(5)
def check_critic_loss(learner, rng):
    """critic_loss() is the mean of (of_blend - alpha) squared plus the mean of of_real squared"""
    formulas.expect_critic_loss(learner, "critic_loss", rng)


@pytest.mark.points(6)
def check_autoencoder_loss(learner, rng):
    """autoencoder_loss() is the mean squared error plus strength times the mean of of_blend squared"""
    formulas.expect_autoencoder_loss(learner, "autoencoder_loss", IMAGE, rng)


@pytest.mark.points(4)
def check_encoder_shape(learner, encoder, rng):
    """build_encoder() turns any number of images into one float32 code each, (n, latent_dim)"""
    expect_input(encoder, "the input of the encoder", IMAGE, hint="keras.Input takes the shape of one image.")
    hint = "One row per image, and latent_dim numbers in it: the last layer has so many."
    for model, size in ((encoder, LATENT), (learner.build_encoder(3), 3)):
        for count in (5, 1):
            _expect_made(rng, model, images(rng, count), f"build_encoder({size})", (count, size), hint)
    expect_images_used(encoder, rng, IMAGE, "encoder", "codes", sparse=True, followed=False)
    expect_whole_code(encoder, rng, images(rng, IMAGES))
    expect_without_others(encoder, rng, "the encoder's codes", images(rng, 6))
    expect_parameters(encoder, MOST_PARAMETERS, "Take fewer channels, or fewer units in the dense layers.")


@pytest.mark.points(4)
def check_decoder_shape(learner, decoder, rng):
    """build_decoder() turns any number of codes into one float32 image each, (n, 32, 32, 1)"""
    hint = "4x4, and three times twice as large, is 32x32; the last layer has one channel."
    for model, size in ((decoder, LATENT), (learner.build_decoder(3), 3)):
        expect_input(model, "the input of the decoder", (size,), hint="A code has latent_dim numbers.")
        for count in (5, 1):
            codes = rng.normal(0, 1, (count, size)).astype("float32")
            _expect_made(rng, model, codes, f"build_decoder({size})", (count, *IMAGE), hint)
    codes = rng.normal(0, 1, (16, LATENT)).astype("float32")
    expect_noise_used(decoder, rng, codes, name="decoder", given="code")
    hint = "Images go from 0 to 1: let the decoder end without an activation, or with a sigmoid."
    expect_reach(decoder, codes, rng, (0.1, 0.9), "the pixels that the decoder makes", hint)
    expect_parameters(decoder, MOST_PARAMETERS, "Take fewer channels, or fewer units in the dense layers.")


@pytest.mark.points(4)
def check_critic_shape(critic, rng):
    """build_critic() turns any number of images into one float32 guess each, (n, 1)"""
    expect_input(critic, "the input of the critic", IMAGE, hint="keras.Input takes the shape of one image.")
    for count in (5, 1):
        hint = "One row per image, and one number in it."
        _expect_made(rng, critic, images(rng, count), "build_critic()", (count, 1), hint)
    hint = "It guesses shares from 0 to 0.5: let it end without an activation."
    expect_reach(critic, images(rng, 8), rng, (0.1, 0.4), "the critic's guesses", hint)
    expect_images_used(critic, rng, IMAGE, "critic", "guesses", sparse=True)
    expect_without_others(critic, rng, "the critic's guesses", images(rng, 6))
    expect_parameters(critic, MOST_PARAMETERS, "Take fewer channels, or one more stride of 2 before the flat layer.")


def _expect_made(rng, model, given, made_by, shape, hint):
    """Fail unless a model makes something of this shape of examples (n, ...), of each something else."""
    what = f"what the model of {made_by} made of {shape[0]} example{'s' * (shape[0] > 1)}"
    found = expect_array(model(given), what, shape=shape, dtype="float32", hint=hint)
    expect(np.isfinite(found).all(), what, "finite numbers", "NaN or infinity")
    if shape[0] > 1:
        # With other weights as well: a last layer may begin with zeros, and a ReLU may be silent for these examples.
        others = (random_weights(model, rng)(given) for _ in range(3))
        differ = any(np.ptp(each, axis=0).max() >= 1e-7 for each in itertools.chain([found], others))
        expect(differ, what, "a different one for each", "the same for all", "Does the input reach the output?")


@pytest.mark.points(3, needs=["encoder_shape", "decoder_shape", "critic_shape"])
def check_fresh_models(learner, encoder, decoder, critic):
    """build_encoder(), build_decoder() and build_critic() build a new, uncompiled model each time"""
    for model, arguments in ((encoder, (LATENT,)), (decoder, (LATENT,)), (critic, ())):
        expect_fresh(learner, model, *arguments, compiling="Compiling is ACAI's part.")


@pytest.mark.points(7)
def check_smoothness(learner, rng):
    """smoothness() is the largest step over the whole way, minus 1 / (steps - 1)"""
    formulas.expect_smoothness(learner, "smoothness", rng)


@pytest.mark.points(8)
def check_walk(learner, rng):
    """walk() decodes evenly spaced codes, from the start's reconstruction to the end's"""
    walks.expect_walk(learner, "walk", IMAGE, rng)


@pytest.mark.points(6, needs=["autoencoder_loss", "critic_loss", "blend"])
def check_step_reconstruction(steps):
    """ACAI.train_step() moves encoder and decoder along the reconstruction error, with autoencoder_optimizer"""
    followed.expect_reconstruction(steps)


@pytest.mark.points(7, needs=["step_reconstruction"])
def check_step_critic(steps):
    """ACAI.train_step() moves the critic along its loss, with critic_optimizer"""
    followed.expect_critic(steps)


@pytest.mark.points(6, needs=["step_critic"])
def check_step_shares(steps):
    """ACAI.train_step() draws a new alpha in each step, one for each image, uniform from 0 to 0.5"""
    followed.expect_shares(steps)


@pytest.mark.points(7, needs=["step_critic"])
def check_step_whole(steps):
    """ACAI.train_step() lets each loss move its own networks, with blends of codes that the decoder decodes"""
    followed.expect_whole(steps)


@pytest.mark.points(4, needs=["step_whole"])
def check_step_returns(steps):
    """ACAI.train_step() returns both losses of the step"""
    training.expect_returned(steps)


@pytest.mark.points(3, needs=["step_whole"])
def check_step_again(steps):
    """ACAI.train_step() moves all networks in each step, not only in the first"""
    training.expect_again(steps)


@pytest.mark.points(3, needs=["step_whole"])
def check_step_training_mode(learner, rng):
    """ACAI.train_step() calls all networks in training mode"""
    modes.expect_training_mode(learner, ACAI, rng)


@pytest.mark.points(4, needs=["step_again", "step_shares"])
def check_fit(steps, learner, rng):
    """ACAI.train_step() works in fit(), on batches of any size"""
    training.expect_fits(steps)
    modes.expect_as_by_hand(learner, ACAI, rng)


@pytest.mark.trained
@pytest.mark.points(4, needs=["fit", "fresh_models"])
def check_reconstructs(trial):
    """after training, the autoencoder reproduces lines that it has not seen"""
    interpolations.expect_reconstructs(trial)


@pytest.mark.trained
@pytest.mark.points(4, needs=["reconstructs"])
def check_smooth(trial):
    """after training, walks between new lines turn instead of jumping"""
    interpolations.expect_smooth(trial)


@pytest.mark.trained
@pytest.mark.points(7, needs=["smooth"])
def check_middles(trial):
    """after training, images half way are nearer to a line than without a critic"""
    interpolations.expect_middles(trial)
