"""Ask for a digit (conditional GAN)."""

import numpy as np
import pytest

from checker.judge.bands import expect_band
from checker.judge.trial import Trial
from checker.rubric.adversarial import asking, formulas, modes
from checker.rubric.adversarial.conditions import expect_joint_effect, expect_labels_drawn, expect_labels_of_fakes
from checker.rubric.adversarial.duel import Duel, expect_learns
from checker.rubric.adversarial.fitted import expect_as_by_hand
from checker.rubric.adversarial.gan import Condition, Gan
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
from checker.rubric.layers import expect_no_pooling, listed
from checker.rubric.models import expect_fresh, expect_input, expect_integers, expect_parameters

ORDER = 4
TRAINING_SECONDS = 50  # of the reference solution, on two cores
COMPARED = "conditional generator"  # the kind of peers beside which `benchmarks` measures the solution
FIGURES = {  # of the scoreboard; the first ranks
    "fooled": "{:.1%}", "named": "{:.1%}", "generator_parameters": "{:,}", "discriminator_parameters": "{:,}",
    "clear": "{:.1%}", "frechet": "{:.1f}",
}  # fmt: skip
BEST = "high"  # of the first figure: "high" or "low"
KEEPSAKES = {"number.png": "a number in a hand that is nobody's"}  # what a run leaves, for the page at the course's end
DATASET = "mnist"  # what it trains on
IMAGE = (28, 28, 1)
CLASSES = 10
# What the judge does to see how far it comes; the entries are told in checker/judge/trial.py.
TRIAL = {
    "make": "make_cgan",
    "builds": "build_generator",
    "inputs": ["noise", "class"],
    "feeds": ["images", "labels"],
    "steps": 2000,
    "batch": 60,
    "about": "CGAN.train_step",
    "seconds": 60,
    "draws": 2000,
    "measures": ["samples", "conditional"],
    "figures": ["fooled", "named", "clear", "frechet"],
}
CALIBRATION = {"seeds": 3, "stopped": [50, 200, 500]}  # of the judge: see docs/contributing/how-to-add-an-exercise.md
# In a run folder, beside a Run's own files.
LEAVES = [
    "generator.keras", "curves.png", "samples.npy", "asked.npy", "samples.png", "number.png", "training.gif",
    "epochs", "generator.png", "discriminator.png",
]  # fmt: skip
TRIED_EPOCHS = 4  # of a few hundred images, where tests run the script
LATENT_DIM = 64
MOST_PARAMETERS = 500_000
INTEGERS = ("uint8", "int8", "int32", "int64")  # that labels come in: bytes of data sets, and what NumPy and Keras make
GAN = Gan("CGAN", "make_cgan", IMAGE, (Condition("labels", CLASSES),))
NO_POOLING = "Strides do the work of pooling, and learn what to keep."


@pytest.fixture(scope="module")
def generator(learner):
    return learner.build_generator(LATENT_DIM)


@pytest.fixture(scope="module")
def discriminator(learner):
    return learner.build_discriminator()


@pytest.fixture(scope="module")
def step(learner, rng_for):
    return VisibleStep(learner, GAN, rng_for("step"))


@pytest.fixture(scope="module")
def asked(learner):
    return asking.Asked(learner, GAN, "ask")


@pytest.fixture(scope="module", autouse=True)
def duel(learner, rng_for, trains):
    return learner.beside(lambda beside: Duel(beside, GAN, rng_for("duel"))) if trains else None


@pytest.fixture(scope="module")
def trial(learner, rng_for):
    return Trial(learner, rng_for("trial"), load(DATASET), TRIAL)


def noise(rng, count, latent_dim=LATENT_DIM):
    return rng.normal(0, 1, (count, latent_dim)).astype("float32")


def images(rng, count):
    return rng.uniform(-1, 1, (count, *IMAGE)).astype("float32")


def digits(rng, count):
    return rng.permutation(GAN.given(count)[0])


def expect_two_inputs(model, what, shape):
    hint = (
        "Each keras.Input takes the shape of one example: for a label it is (). The size of the noise is the"
        " function's parameter."
    )
    expect_input(model, f"the inputs of {what}", shape, (), hint=hint)
    expect_integers(model, f"the labels' input of {what}", 1, 'Without dtype="int32" an input takes floats.')


@pytest.mark.points(3)
def check_one_hot(learner, rng):
    """one_hot() turns each label into ten numbers: 1 at its position, 0 elsewhere"""
    formulas.expect_one_hot(learner, "one_hot", CLASSES, rng)


@pytest.mark.points(5)
def check_projection(learner, rng):
    """projection() is f . weight + bias + f . class_vectors[y], a logit for each image, (n, 1)"""
    formulas.expect_projection(learner, "projection", CLASSES, rng)


@pytest.mark.points(2, needs=["one_hot", "projection"])
def check_label_types(learner, rng):
    """one_hot() and projection() take labels of any integer type"""
    formulas.expect_integer_types(learner, "one_hot", "projection", CLASSES, INTEGERS, rng)


@pytest.mark.points(2)
def check_generator_shape(generator, rng):
    """build_generator() turns any number of noise vectors with labels into float32 images (n, 28, 28, 1)"""
    expect_two_inputs(generator, f"build_generator({LATENT_DIM})", (LATENT_DIM,))
    for count in (CLASSES, 1):
        what = f"the generator's images for {count} noise vector{'s' * (count > 1)} and labels"
        hint = 'From 7x7, two steps of stride 2 make 14x14 and 28x28; padding is "same", and one channel is left.'
        found = generator(noise(rng, count), digits(rng, count))
        expect_array(found, what, shape=(count, *IMAGE), dtype="float32", hint=hint)
        expect(np.isfinite(found).all(), what, "finite numbers", "NaN or infinity")


@pytest.mark.points(2, needs=["generator_shape"])
def check_generator_latent_dim(learner, rng):
    """build_generator() takes any latent_dim"""
    for latent_dim in (100, 1):
        model = learner.build_generator(latent_dim)
        expect_two_inputs(model, f"build_generator({latent_dim})", (latent_dim,))
        what = f"the images of build_generator({latent_dim})"
        found = model(noise(rng, CLASSES, latent_dim), digits(rng, CLASSES))
        expect_array(found, what, shape=(CLASSES, *IMAGE))


@pytest.mark.points(2, needs=["generator_shape"])
def check_generator_range(generator, rng):
    """build_generator() ends in tanh: its images lie in [-1, 1], and reach both ends"""
    expect_tanh(generator, rng, noise(rng, 1), digits(rng, 1))


@pytest.mark.points(3, needs=["generator_shape"])
def check_generator_growth(generator, rng):
    """build_generator() grows from 7x7, by transposed convolution, or by upsampling and convolution"""
    expect_growth(generator, (7, 7), rng, noise(rng, 2), digits(rng, 2))


@pytest.mark.points(2, needs=["generator_shape"])
def check_generator_layers(generator, rng):
    """build_generator() has batch normalization and ReLU, and no pooling"""
    hint = "It keeps the generator from collapsing to one image for each label: put it in front of each ReLU."
    expect_batch_normalization(generator, hint)
    expect_growing_layers(generator, rng, noise(rng, CLASSES), digits(rng, CLASSES))
    expect_no_pooling(generator, NO_POOLING, listed)
    expect_normalizing(generator, noise(rng, 5), digits(rng, 5))


@pytest.mark.points(2, needs=["generator_shape"])
def check_generator_parameters(generator):
    """build_generator() has at most 500,000 parameters at latent_dim 64"""
    hint = "The dense layer has (latent_dim + 10) times 7 * 7 * channels of them: take fewer channels."
    expect_parameters(generator, MOST_PARAMETERS, hint)


@pytest.mark.points(2, needs=["generator_shape"])
def check_generator_noise(learner, generator, rng):
    """build_generator() draws different images from different noise, and the same images from the same noise"""
    expect_noise_used(generator, rng, noise(rng, 16), np.full(16, rng.integers(CLASSES)))
    expect_more_noise_used(learner, "build_generator", 100, rng, np.zeros(16, "int32"))


@pytest.mark.points(4, needs=["generator_shape", "generator_noise"])
def check_generator_labels(generator, rng):
    """build_generator() draws a different image for each label from the same noise, row by row"""
    expect_labels_drawn(generator, rng, noise(rng, 6), CLASSES)


@pytest.mark.points(3)
def check_discriminator_shape(discriminator, rng):
    """build_discriminator() turns any number of images with labels into one float32 logit each, (n, 1)"""
    expect_two_inputs(discriminator, "the discriminator", IMAGE)
    for count in (CLASSES, 1):
        what = f"the discriminator's output for {count} image{'s' * (count > 1)} and labels"
        hint = "One row per image, and one number in it: how real it looks, and how well it goes with its label."
        found = discriminator(images(rng, count), digits(rng, count))
        expect_array(found, what, shape=(count, 1), dtype="float32", hint=hint)
        expect(np.isfinite(found).all(), what, "finite numbers", "NaN or infinity")


@pytest.mark.points(2, needs=["discriminator_shape"])
def check_discriminator_layers(discriminator, rng):
    """build_discriminator() has strided convolutions and LeakyReLU, no pooling, and no hidden dense layer"""
    expect_strides(discriminator, "Two convolutions of stride 2 bring 28x28 down to 7x7.")
    expect_no_pooling(discriminator, NO_POOLING, listed)
    expect_judging_layers(discriminator, rng, images(rng, CLASSES), digits(rng, CLASSES))


@pytest.mark.points(2, needs=["discriminator_shape"])
def check_discriminator_parameters(discriminator):
    """build_discriminator() has at most 500,000 parameters"""
    hint = (
        "A dense layer or an embedding that turns labels into whole images is large: maps can be smaller than the"
        " image."
    )
    expect_parameters(discriminator, MOST_PARAMETERS, hint)


@pytest.mark.points(3, needs=["discriminator_shape"])
def check_discriminator_logits(discriminator, rng):
    """build_discriminator() returns logits, not probabilities"""
    expect_logits(discriminator, rng, images(rng, 1), digits(rng, 1))
    expect_images_used(discriminator, rng, IMAGE, GAN.judge, told=[digits(rng, 1)])


@pytest.mark.points(6, needs=["discriminator_shape"])
def check_discriminator_labels(discriminator, rng):
    """build_discriminator() judges image and label together, row by row"""
    expect_joint_effect(discriminator, rng, images(rng, 12), CLASSES)


@pytest.mark.points(2, needs=["generator_shape", "discriminator_shape"])
def check_fresh_models(learner, generator, discriminator):
    """build_generator() and build_discriminator() build new, uncompiled models each time"""
    hint = "Compiling is CGAN's part."
    expect_fresh(learner, generator, LATENT_DIM, compiling=hint)
    expect_fresh(learner, discriminator, compiling=hint)


@pytest.mark.points(5)
def check_step_discriminator(step):
    """CGAN.train_step() moves the discriminator by its own gradient, each image with its label"""
    step.expect_judge_moved()


@pytest.mark.points(5, needs=["step_discriminator"])
def check_step_generator(step):
    """CGAN.train_step() moves the generator by its own gradient, each image with the label it was drawn for"""
    step.expect_generator_moved()


@pytest.mark.points(2, needs=["step_discriminator", "step_generator"])
def check_step_losses(step):
    """CGAN.train_step() returns both losses of the step"""
    step.expect_returned()


@pytest.mark.points(2, needs=["step_discriminator", "step_generator"])
def check_step_again(learner, rng):
    """CGAN.train_step() moves both networks in each step, not only in the first"""
    modes.expect_repeatable(learner, GAN, rng)


@pytest.mark.points(3, needs=["step_discriminator", "step_generator", "step_again"])
def check_step_noise(learner):
    """CGAN.train_step() draws new noise in each step, from N(0, 1), by self.seed_generator"""
    expect_noise(learner, GAN)


@pytest.mark.points(3, needs=["step_discriminator", "step_generator"])
def check_step_labels(learner):
    """CGAN.train_step() draws fakes for the labels of the batch, or for new ones of all classes"""
    expect_labels_of_fakes(learner, GAN)


@pytest.mark.points(3, needs=["step_discriminator", "step_generator", "step_again"])
def check_step_training_mode(learner, rng):
    """CGAN.train_step() calls both networks in training mode"""
    modes.expect_training_mode(learner, GAN, rng)


@pytest.mark.points(3, needs=["step_discriminator", "step_generator", "step_labels"])
def check_fit(learner, rng):
    """CGAN.train_step() works in fit(), on batches of any size, with labels as data sets store them"""
    expect_fits(learner, GAN)
    expect_as_by_hand(learner, GAN, rng)


@pytest.mark.points(2)
def check_ask_images(asked, rng):
    """ask() returns a float32 image for each digit, (n, 28, 28, 1)"""
    asking.expect_images(asked, IMAGE, digits(rng, 5))


@pytest.mark.points(4, needs=["ask_images"])
def check_ask_digits(asked, rng):
    """ask() asks for just these digits, row by row, outside of training"""
    asking.expect_digits(asked, digits(rng, 12), INTEGERS)


@pytest.mark.points(3, needs=["ask_images", "ask_digits"])
def check_ask_noise(asked, rng):
    """ask() gives each row its own noise, and the seed decides which"""
    # More than predict takes at once, and more than anybody takes at once.
    asking.expect_noise_of_asked(asked, digits(rng, 40), many=digits(rng, 700))


@pytest.mark.trained
@pytest.mark.points(3, needs=["generator_range", "discriminator_logits", "step_again", "step_training_mode", "fit"])
def check_learns(duel, request):
    """training the two networks against each other on a few easy images brings the generator nearer to them"""
    expect_learns(duel, lambda: expect_band(request.getfixturevalue("trial"), "easy"))


@pytest.mark.trained
@pytest.mark.points(
    5, needs=["learns", "generator_noise", "generator_labels", "discriminator_labels", "step_noise", "step_labels"]
)
def check_fools_easy(trial):
    """after 2,000 steps, the images fool the easy level, show the digits asked for, and are varied and new"""
    expect_band(trial, "easy")


@pytest.mark.trained
@pytest.mark.points(5, needs=["fools_easy"])
def check_fools_medium(trial):
    """after 2,000 steps, the images do the same for the medium level"""
    expect_band(trial, "medium")


@pytest.mark.trained
@pytest.mark.points(5, needs=["fools_medium"])
def check_fools_hard(trial):
    """after 2,000 steps, the images do the same for the hard level"""
    expect_band(trial, "hard")
