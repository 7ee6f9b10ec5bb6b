"""A generative adversarial network (DCGAN)."""

import numpy as np
import pytest

from checker.judge.bands import expect_band
from checker.judge.trial import Trial
from checker.rubric.adversarial import losses, modes
from checker.rubric.adversarial.duel import Duel, expect_learns
from checker.rubric.adversarial.fitted import expect_as_by_hand
from checker.rubric.adversarial.gan import Gan
from checker.rubric.adversarial.growth import expect_growth
from checker.rubric.adversarial.judging import expect_images_used
from checker.rubric.adversarial.networks import (
    expect_batch_normalization,
    expect_growing_layers,
    expect_judging_layers,
    expect_logits,
    expect_more_noise_used,
    expect_noise_used,
    expect_normalizing,
    expect_strides,
    expect_tanh,
)
from checker.rubric.adversarial.noise import expect_fits, expect_noise
from checker.rubric.adversarial.step import VisibleStep
from checker.rubric.data import load
from checker.rubric.expect import expect, expect_array
from checker.rubric.images import (
    A_DATA_SET,
    drawn_bytes,
    expect_prepared_dtype,
    expect_prepared_many,
    expect_prepared_range,
    expect_prepared_shape,
)
from checker.rubric.layers import expect_no_pooling, listed
from checker.rubric.models import expect_fresh, expect_input, expect_parameters

ORDER = 3
TRAINING_SECONDS = 50  # of the reference solution, on two cores
COMPARED = "generator"  # the kind of peers beside which `benchmarks` measures the solution
FIGURES = {  # of the scoreboard; the first ranks
    "fooled": "{:.1%}", "generator_parameters": "{:,}", "discriminator_parameters": "{:,}", "clear": "{:.1%}",
    "frechet": "{:.1f}",
}  # fmt: skip
BEST = "high"  # of the first figure: "high" or "low"
KEEPSAKES = {"samples.png": "digits that nobody ever wrote"}  # what a run leaves, for the page at the course's end
DATASET = "mnist"  # what it trains on
IMAGE = (28, 28, 1)
# What the judge does to see how far it comes; the entries are told in checker/judge/trial.py.
TRIAL = {
    "make": "make_dcgan",
    "builds": "build_generator",
    "inputs": ["noise"],
    "feeds": ["images"],
    "steps": 2000,
    "batch": 60,
    "about": "DCGAN.train_step",
    "seconds": 60,
    "draws": 2000,
    "measures": ["samples"],
    "figures": ["fooled", "clear", "frechet"],
}
# How the judge is measured: seeds of the solution, and after how many steps it is stopped to see what is too little.
CALIBRATION = {"seeds": 3, "stopped": [50, 200, 500]}
# In a run folder, beside a Run's own files.
LEAVES = [
    "generator.keras", "curves.png", "samples.npy", "samples.png", "training.gif",
    "epochs", "generator.png", "discriminator.png",
]  # fmt: skip
TRIED_EPOCHS = 4  # of a few hundred images, where tests run the script
LATENT_DIM = 64
MOST_PARAMETERS = 500_000
GAN = Gan("DCGAN", "make_dcgan", IMAGE)
NO_POOLING = "Strides do the work of pooling, and learn what to keep."


@pytest.fixture(scope="module")
def images(rng_for):
    return drawn_bytes(rng_for("images"), IMAGE)


@pytest.fixture(scope="module")
def prepared(learner, images):
    return learner.prepare(images)


@pytest.fixture(scope="module")
def generator(learner):
    return learner.build_generator(LATENT_DIM)


@pytest.fixture(scope="module")
def discriminator(learner):
    return learner.build_discriminator()


@pytest.fixture(scope="module")
def step(learner, rng_for):
    return VisibleStep(learner, GAN, rng_for("step"))


@pytest.fixture(scope="module", autouse=True)
def duel(learner, rng_for, trains):
    return learner.beside(lambda beside: Duel(beside, GAN, rng_for("duel"))) if trains else None


@pytest.fixture(scope="module")
def trial(learner, rng_for):
    return Trial(learner, rng_for("trial"), load(DATASET), TRIAL)


def noise(rng, count, latent_dim=LATENT_DIM):
    return rng.normal(0, 1, (count, latent_dim)).astype("float32")


def some_images(rng, count):
    return rng.uniform(-1, 1, (count, *IMAGE)).astype("float32")


def expect_noise_input(model, latent_dim):
    hint = (
        "The size of the noise is the function's parameter: don't write a number instead of it, and leave out the"
        " batch."
    )
    expect_input(model, f"the input of build_generator({latent_dim})", (latent_dim,), hint=hint)


@pytest.mark.points(2)
def check_prepare_shape(learner, prepared, images):
    """prepare() gives each image a channel axis: (n, 28, 28, 1)"""
    expect_prepared_shape(learner.prepare, prepared, images)


@pytest.mark.points(2)
def check_prepare_dtype(prepared):
    """prepare() returns float32 images"""
    expect_prepared_dtype(prepared)


@pytest.mark.points(3, needs=["prepare_shape"])
def check_prepare_range(learner, prepared, images, rng):
    """prepare() scales the pixels: 0 becomes -1.0, 255 becomes 1.0, the rest in proportion"""
    expect_prepared_range(learner.prepare, prepared, images, lowest=-1)
    expect_prepared_many(lambda some: learner.call("prepare", some, limits=A_DATA_SET), rng, IMAGE, lowest=-1)


@pytest.mark.points(3)
def check_generator_shape(generator, rng):
    """build_generator() turns any number of noise vectors into float32 images (n, 28, 28, 1)"""
    expect_noise_input(generator, LATENT_DIM)
    for count in (5, 1):
        what = f"the generator's images for {count} noise vector{'s' * (count > 1)}"
        hint = 'From 7x7, two steps of stride 2 make 14x14 and 28x28; padding is "same", and one channel is left.'
        images = expect_array(generator(noise(rng, count)), what, shape=(count, *IMAGE), dtype="float32", hint=hint)
        expect(np.isfinite(images).all(), what, "finite numbers", "NaN or infinity")


@pytest.mark.points(3, needs=["generator_shape"])
def check_generator_latent_dim(learner, rng):
    """build_generator() takes any latent_dim"""
    for latent_dim in (100, 1):
        model = learner.build_generator(latent_dim)
        expect_noise_input(model, latent_dim)
        what = f"the images of build_generator({latent_dim})"
        expect_array(model(noise(rng, 5, latent_dim)), what, shape=(5, *IMAGE))


@pytest.mark.points(3, needs=["generator_shape"])
def check_generator_range(generator, rng):
    """build_generator() ends in tanh: its images lie in [-1, 1], and reach both ends"""
    expect_tanh(generator, rng, noise(rng, 1))


@pytest.mark.points(4, needs=["generator_shape"])
def check_generator_growth(generator, rng):
    """build_generator() grows from 7x7, by transposed convolution, or by upsampling and convolution"""
    expect_growth(generator, (7, 7), rng, noise(rng, 2))


@pytest.mark.points(3, needs=["generator_shape"])
def check_generator_layers(generator, rng):
    """build_generator() has batch normalization and ReLU, and no pooling"""
    hint = "It keeps the generator from collapsing to one image: put it before each ReLU."
    expect_batch_normalization(generator, hint)
    expect_growing_layers(generator, rng, noise(rng, 5))
    expect_no_pooling(generator, NO_POOLING, listed)
    expect_normalizing(generator, noise(rng, 5))


@pytest.mark.points(2, needs=["generator_shape"])
def check_generator_parameters(generator):
    """build_generator() has at most 500,000 parameters at latent_dim 64"""
    hint = "The dense layer has latent_dim times 7 * 7 * channels of them: take fewer channels."
    expect_parameters(generator, MOST_PARAMETERS, hint)


@pytest.mark.points(3, needs=["generator_shape"])
def check_generator_noise(learner, generator, rng):
    """build_generator() draws different images from different noise, and the same images from the same noise"""
    expect_noise_used(generator, rng, noise(rng, 16))
    expect_more_noise_used(learner, "build_generator", 100, rng)


@pytest.mark.points(4)
def check_discriminator_shape(discriminator, rng):
    """build_discriminator() turns any number of images into one float32 logit each, (n, 1)"""
    expect_input(
        discriminator,
        "the input of the discriminator",
        IMAGE,
        expected="any number of images: ",
        hint="keras.Input takes the shape of one image, channel included.",
    )
    for count in (5, 1):
        what = f"the discriminator's output for {count} image{'s' * (count > 1)}"
        hint = "One row per image, and one number in it: how real it looks."
        found = discriminator(some_images(rng, count))
        if found.ndim == 4:
            hint = (
                "Height and width are still there: a dense layer works on the last axis only. What makes one row of it?"
            )
        expect_array(found, what, shape=(count, 1), dtype="float32", hint=hint)
        expect(np.isfinite(found).all(), what, "finite numbers", "NaN or infinity")


@pytest.mark.points(3, needs=["discriminator_shape"])
def check_discriminator_layers(discriminator, rng):
    """build_discriminator() has strided convolutions and LeakyReLU, no pooling, and no hidden dense layer"""
    expect_strides(discriminator, "Two convolutions of stride 2 bring 28x28 down to 7x7.")
    expect_no_pooling(discriminator, NO_POOLING, listed)
    expect_judging_layers(discriminator, rng, some_images(rng, 5))


@pytest.mark.points(2, needs=["discriminator_shape"])
def check_discriminator_parameters(discriminator):
    """build_discriminator() has at most 500,000 parameters"""
    hint = "A convolution has kernel height times width times channels in times filters, and a bias for each filter."
    expect_parameters(discriminator, MOST_PARAMETERS, hint)


@pytest.mark.points(4, needs=["discriminator_shape"])
def check_discriminator_logits(discriminator, rng):
    """build_discriminator() returns logits, not probabilities"""
    expect_logits(discriminator, rng, some_images(rng, 1))
    expect_images_used(discriminator, rng, IMAGE, GAN.judge)


@pytest.mark.points(2, needs=["generator_shape", "discriminator_shape"])
def check_fresh_models(learner, generator, discriminator):
    """build_generator() and build_discriminator() build new, uncompiled models each time"""
    hint = "Compiling is DCGAN's part."
    expect_fresh(learner, generator, LATENT_DIM, compiling=hint)
    expect_fresh(learner, discriminator, compiling=hint)


@pytest.mark.points(6)
def check_discriminator_loss(learner, rng):
    """discriminator_loss() is the mean of softplus(-real) plus the mean of softplus(fake)"""
    losses.expect_judge_loss(learner, "discriminator_loss", GAN.objective, rng)


@pytest.mark.points(4)
def check_generator_loss(learner, rng):
    """generator_loss() is the mean of softplus(-fake), the non-saturating loss"""
    losses.expect_generator_loss(learner, "generator_loss", GAN.objective, rng)


@pytest.mark.points(3, needs=["discriminator_loss", "generator_loss"])
def check_losses_far_out(learner):
    """discriminator_loss() and generator_loss() are right, and finite, at logits of 100 and -100"""
    losses.expect_losses_far_out(learner, "discriminator_loss", "generator_loss", GAN.objective, GAN.judge)


@pytest.mark.points(4, needs=["discriminator_loss", "generator_loss"])
def check_step_discriminator(step):
    """DCGAN.train_step() moves the discriminator by its own gradient, with d_optimizer"""
    step.expect_judge_moved()


@pytest.mark.points(4, needs=["discriminator_loss", "generator_loss", "step_discriminator"])
def check_step_generator(step):
    """DCGAN.train_step() moves the generator by its own gradient, with g_optimizer"""
    step.expect_generator_moved()


@pytest.mark.points(2, needs=["step_discriminator", "step_generator"])
def check_step_losses(step):
    """DCGAN.train_step() returns both losses of the step"""
    step.expect_returned()


@pytest.mark.points(2, needs=["step_discriminator", "step_generator"])
def check_step_again(learner, rng):
    """DCGAN.train_step() moves both networks in each step, not only in the first"""
    modes.expect_repeatable(learner, GAN, rng)


@pytest.mark.points(4, needs=["step_discriminator", "step_generator", "step_again"])
def check_step_noise(learner):
    """DCGAN.train_step() draws new noise in each step, from N(0, 1), by self.seed_generator"""
    expect_noise(learner, GAN)


@pytest.mark.points(3, needs=["step_discriminator", "step_generator", "step_again"])
def check_step_training_mode(learner, rng):
    """DCGAN.train_step() calls both networks in training mode"""
    modes.expect_training_mode(learner, GAN, rng)


@pytest.mark.points(3, needs=["step_discriminator", "step_generator"])
def check_fit(learner, rng):
    """DCGAN.train_step() works in fit(), on batches of any size"""
    expect_fits(learner, GAN)
    expect_as_by_hand(learner, GAN, rng)


@pytest.mark.trained
@pytest.mark.points(4, needs=["generator_range", "discriminator_logits", "step_again", "step_training_mode", "fit"])
def check_learns(duel, request):
    """training the two networks against each other on a few easy images brings the generator nearer to them"""
    expect_learns(duel, lambda: expect_band(request.getfixturevalue("trial"), "easy"))


@pytest.mark.trained
@pytest.mark.points(6, needs=["learns", "prepare_range", "generator_noise", "step_noise"])
def check_fools_easy(trial):
    """after 2,000 steps, the images fool the reference discriminator's easy level, and are varied and new"""
    expect_band(trial, "easy")


@pytest.mark.trained
@pytest.mark.points(6, needs=["fools_easy"])
def check_fools_medium(trial):
    """after 2,000 steps, the images do the same for the medium level"""
    expect_band(trial, "medium")


@pytest.mark.trained
@pytest.mark.points(6, needs=["fools_medium"])
def check_fools_hard(trial):
    """after 2,000 steps, the images do the same for the hard level"""
    expect_band(trial, "hard")
