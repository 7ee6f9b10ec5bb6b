"""An image that nobody has taken (capstone)."""

import numpy as np
import pytest

from checker.judge.bands import expect_band
from checker.judge.trial import Trial
from checker.rubric import pixels
from checker.rubric.adversarial import asking, collecting, modes, told, using
from checker.rubric.adversarial.conditions import expect_joint_effect, expect_labels_drawn
from checker.rubric.adversarial.duel import Duel, expect_learns
from checker.rubric.adversarial.fitted import expect_as_by_hand
from checker.rubric.adversarial.gan import Condition, Gan
from checker.rubric.adversarial.judging import expect_images_used
from checker.rubric.adversarial.networks import expect_logits, expect_noise_used
from checker.rubric.adversarial.noise import expect_fits, expect_noise, plays
from checker.rubric.adversarial.step import VisibleStep
from checker.rubric.adversarial.strengths import expect_number_drawn, expect_range
from checker.rubric.data import load
from checker.rubric.images import expect_prepared
from checker.rubric.models import expect_fresh, expect_parameters

ORDER = 8
TRAINING_SECONDS = 75  # of the reference solution, on two cores
DATASET = "creatures"  # what it trains on
IMAGE = (32, 32, 3)
FIGURES = {  # of the scoreboard; the first ranks
    "taken": "{:.1%}", "covered": "{:.2f}", "generator_parameters": "{:,}", "discriminator_parameters": "{:,}",
}  # fmt: skip
BEST = "high"  # of the first figure: "high" or "low"
PICTURES = {"best": "of the first 64 winged horses that the judge asked for, the one that it believes in most"}
KEEPSAKES = {  # what a run leaves, for the page at the course's end
    "best.png": "a winged horse that nobody has taken", "samples.png": "the batch that it is from, as it came",
}  # fmt: skip
# What the judge does to see how far it comes; the entries are told in checker/judge/trial.py.
TRIAL = {
    "make": "make_pegasus", "builds": "build_generator", "sized": [6], "inputs": ["noise", "body", "wings"],
    "asks": {"body": 0, "wings": 1.5}, "feeds": ["images", "bodies", "wings"], "steps": 2800, "batch": 60,
    "about": "Maker.train_step", "seconds": 75, "draws": 1000, "measures": ["unseen"], "figures": ["taken", "covered"],
    "best": 64,
}  # fmt: skip
CALIBRATION = {"seeds": 5}  # of the judge: see docs/contributing/how-to-add-an-exercise.md
# In a run folder, beside a Run's own files.
LEAVES = [
    "generator.keras", "curves.png", "batch.npy", "samples.npy", "samples.png", "strengths.png", "nearest.png",
    "control.png", "training.gif", "epochs", "generator.png", "discriminator.png",
]  # fmt: skip
TRIED_DATASET = "creatures"
TRIED_EPOCHS = 1  # where tests run the script
LATENT_DIM, BODIES, HORSE = 32, 6, 0
MOST_PARAMETERS = 1_000_000
GAN = Gan("Maker", "make_pegasus", IMAGE, (Condition("bodies", BODIES), Condition("wings")))
BODY, WINGS = ("body", "bodies"), ("number of the wings", "numbers of the wings")


@pytest.fixture(scope="module")
def generator(learner):
    return learner.build_generator(LATENT_DIM, BODIES)


@pytest.fixture(scope="module")
def discriminator(learner):
    return learner.build_discriminator(BODIES)


@pytest.fixture(scope="module")
def step(learner, rng_for):
    return VisibleStep(learner, GAN, rng_for("step"), free=True)


@pytest.fixture(scope="module")
def collected(learner):
    return collecting.Collected(learner, GAN, "pegasuses")


@pytest.fixture(scope="module")
def trial(learner, rng_for):
    return Trial(learner, rng_for("trial"), load(DATASET), TRIAL)


@pytest.fixture(scope="module", autouse=True)
def duel(learner, rng_for, trains):
    return learner.beside(lambda beside: Duel(beside, GAN, rng_for("duel"))) if trains else None


def noise(rng, count, latent_dim=LATENT_DIM):
    return told.drawn_noise(rng, count, latent_dim)


def images(rng, count):
    return told.drawn_images(rng, count, IMAGE)


def conditions(rng, count, kinds=BODIES):
    return told.drawn_conditions(rng, count, kinds)


def expect_drawn(rng, model, latent_dim, kinds, count):
    hint = "From 4x4, three steps of stride 2 make 8x8, 16x16 and 32x32, and three channels are left."
    what, inputs = f"the images of build_generator({latent_dim}, {kinds})", conditions(rng, count, kinds)
    told.expect_made(model, what, IMAGE, hint, noise(rng, count, latent_dim), *inputs)


def expect_judged(rng, model, kinds, count):
    hint = "One row per image, and one number in it: how real it looks, and how well it goes with body and wings."
    inputs = images(rng, count), *conditions(rng, count, kinds)
    told.expect_made(model, f"the output of build_discriminator({kinds})", (1,), hint, *inputs)


def bodies_told(rng):
    """The bodies that wings are looked at with: another one, and the horse, of which none has wings in training."""
    return int(rng.integers(HORSE + 1, BODIES)), HORSE


def with_wings(bodies, wings=1.0):
    return [bodies, np.full((len(bodies), 1), wings, "float32")]


def without_wings(bodies):
    return with_wings(bodies, 0.0)


@pytest.mark.points(3)
def check_prepare(learner, rng):
    """prepare() turns bytes from 0 to 255 into float32 from -1 to 1, and keeps the shape, of few images and of many"""
    expect_prepared(learner.prepare, rng, IMAGE, -1, "Colour images have their channels: (n, height, width, channels).")


@pytest.mark.points(2)
def check_generator_shape(generator, rng):
    """build_generator() turns any number of noise vectors, bodies and wings into float32 images (n, 32, 32, 3)"""
    told.expect_inputs(generator, GAN, f"build_generator({LATENT_DIM}, {BODIES})", (LATENT_DIM,))
    for count in (BODIES, 1):
        expect_drawn(rng, generator, LATENT_DIM, BODIES, count)


@pytest.mark.points(2, needs=["generator_shape"])
def check_generator_range(generator, rng):
    """build_generator() draws images in [-1, 1], and can reach both ends"""
    expect_range(generator, rng, noise(rng, 1), *conditions(rng, 1))


@pytest.mark.points(1, needs=["generator_shape"])
def check_generator_parameters(generator):
    """build_generator() has at most 1,000,000 parameters at latent_dim 32 and 6 bodies"""
    hint = "The dense layer has (latent_dim + 7) times 4 * 4 * channels of them: take fewer channels."
    expect_parameters(generator, MOST_PARAMETERS, hint)


@pytest.mark.points(2, needs=["generator_shape"])
def check_generator_noise(generator, rng):
    """build_generator() draws different images from different noise, and the same images from the same noise"""
    count = 16
    body, wing = np.full(count, rng.integers(BODIES), "int32"), np.full((count, 1), rng.integers(2), "float32")
    expect_noise_used(generator, rng, noise(rng, count), body, wing)


@pytest.mark.points(3, needs=["generator_shape", "generator_noise"])
def check_generator_bodies(generator, rng):
    """build_generator() draws a different image for each body from the same noise, row by row"""
    for given in (with_wings, without_wings):
        expect_labels_drawn(generator, rng, noise(rng, 4), BODIES, BODY, given)


@pytest.mark.points(3, needs=["generator_shape", "generator_noise"])
def check_generator_wings(generator, rng):
    """build_generator() draws a different image for each number of the wings, and takes any number"""
    for body in bodies_told(rng):

        def given(numbers, body=body):
            return [np.full(len(numbers), body, "int32"), numbers]

        expect_number_drawn(generator, rng, noise(rng, 2), "wings", given)


@pytest.mark.points(2, needs=["generator_shape", "generator_bodies"])
def check_generator_sizes(learner, rng):
    """build_generator() takes any latent_dim, and any number of bodies"""
    for latent_dim, kinds in ((50, 9), (7, 1)):
        model = learner.build_generator(latent_dim, kinds)
        told.expect_inputs(model, GAN, f"build_generator({latent_dim}, {kinds})", (latent_dim,))
        expect_drawn(rng, model, latent_dim, kinds, 2 * kinds)
        if kinds > 1:
            expect_labels_drawn(model, rng, noise(rng, 2, latent_dim), kinds, BODY, with_wings)
            expect_noise_used(model, rng, noise(rng, 16, latent_dim), *with_wings(np.zeros(16, "int32")))


@pytest.mark.points(2)
def check_discriminator_shape(discriminator, rng):
    """build_discriminator() turns any number of images with bodies and wings into one float32 logit each, (n, 1)"""
    told.expect_inputs(discriminator, GAN, f"build_discriminator({BODIES})", IMAGE)
    for count in (BODIES, 1):
        expect_judged(rng, discriminator, BODIES, count)


@pytest.mark.points(1, needs=["discriminator_shape"])
def check_discriminator_parameters(discriminator):
    """build_discriminator() has at most 1,000,000 parameters at 6 bodies"""
    hint = "A dense layer behind large maps has most of them: one more stride of 2, or fewer channels."
    expect_parameters(discriminator, MOST_PARAMETERS, hint)


@pytest.mark.points(2, needs=["discriminator_shape"])
def check_discriminator_logits(discriminator, rng):
    """build_discriminator() returns logits, not probabilities"""
    told_of_it = with_wings(np.zeros(1, "int32"))
    expect_logits(discriminator, rng, images(rng, 1), *told_of_it)
    expect_images_used(discriminator, rng, IMAGE, GAN.judge, told=told_of_it)


@pytest.mark.points(3, needs=["discriminator_shape"])
def check_discriminator_bodies(discriminator, rng):
    """build_discriminator() judges image and body together, row by row"""
    for given in (with_wings, without_wings):
        expect_joint_effect(discriminator, rng, images(rng, 8), BODIES, BODY, given)


@pytest.mark.points(3, needs=["discriminator_shape"])
def check_discriminator_wings(discriminator, rng):
    """build_discriminator() judges image and wings together, row by row"""
    for body in bodies_told(rng):

        def given(labels, body=body):
            return [np.full(len(labels), body, "int32"), labels[:, np.newaxis].astype("float32")]

        expect_joint_effect(discriminator, rng, images(rng, 8), 2, WINGS, given)


@pytest.mark.points(1, needs=["discriminator_shape", "discriminator_bodies"])
def check_discriminator_sizes(learner, rng):
    """build_discriminator() takes any number of bodies"""
    for kinds in (9, 1):
        model = learner.build_discriminator(kinds)
        told.expect_inputs(model, GAN, f"build_discriminator({kinds})", IMAGE)
        expect_judged(rng, model, kinds, 2 * kinds)
        if kinds > 1:
            expect_joint_effect(model, rng, images(rng, 4), kinds, BODY, with_wings)


@pytest.mark.points(2, needs=["generator_shape", "discriminator_shape"])
def check_fresh_models(learner, generator, discriminator):
    """build_generator() and build_discriminator() build new, uncompiled models each time"""
    hint = "Compiling is Maker's part."
    expect_fresh(learner, generator, LATENT_DIM, BODIES, compiling=hint)
    expect_fresh(learner, discriminator, BODIES, compiling=hint)


# Another model may stand behind these names: what is a mistake in a game of two is one where the step plays that game.
@pytest.mark.points(4)
def check_step_discriminator(step):
    """Maker.train_step() moves the discriminator; if it judges fakes, so that it tells them from real images"""
    step.expect_judge_moved()


@pytest.mark.points(4, needs=["step_discriminator"])
def check_step_generator(step):
    """Maker.train_step() moves the generator; if fakes are judged, so that they pass for real"""
    step.expect_generator_moved()


@pytest.mark.points(2, needs=["step_discriminator", "step_generator"])
def check_step_losses(step):
    """Maker.train_step() returns both losses of the step"""
    step.expect_returned()


@pytest.mark.points(2, needs=["step_discriminator", "step_generator"])
def check_step_optimizers(learner, rng):
    """Maker.train_step() moves each network by its own optimizer"""
    using.expect_own_optimizers(learner, GAN, rng)


@pytest.mark.points(2, needs=["step_discriminator", "step_generator"])
def check_step_conditions(learner, rng):
    """Maker.train_step() uses the bodies and the wings of its batch"""
    using.expect_given_used(learner, GAN, rng)


@pytest.mark.points(2, needs=["step_discriminator", "step_generator"])
def check_step_again(learner, rng):
    """Maker.train_step() moves both networks in each step, not only in the first"""
    modes.expect_repeatable(learner, GAN, rng)


@pytest.mark.points(2, needs=["step_discriminator", "step_generator", "step_again"])
def check_step_noise(learner):
    """Maker.train_step() draws new noise in each step, from N(0, 1), by self.seed_generator"""
    expect_noise(learner, GAN, free=True)


@pytest.mark.points(2, needs=["step_discriminator", "step_generator", "step_again"])
def check_step_training_mode(learner, rng):
    """Maker.train_step() calls both networks in training mode"""
    if plays(learner, GAN):
        modes.expect_training_mode(learner, GAN, rng)


@pytest.mark.points(3, needs=["step_discriminator", "step_generator", "step_again"])
def check_fit(learner, rng):
    """Maker.train_step() works in fit(), on batches of any size"""
    expect_fits(learner, GAN, free=True)
    expect_as_by_hand(learner, GAN, rng)


@pytest.mark.points(2)
def check_pegasuses_images(collected):
    """pegasuses() returns as many images as asked, as bytes, drawn outside of training"""
    collecting.expect_bytes(collected)


@pytest.mark.points(3, needs=["pegasuses_images"])
def check_pegasuses_asked(collected):
    """pegasuses() asks for horses, with wings of the given strength"""
    collecting.expect_asked(collected, "a horse", HORSE, (1.5, 0, 1, 0.37, 2, -0.5, 3))


@pytest.mark.points(2, needs=["pegasuses_images"])
def check_pegasuses_chosen(collected):
    """pegasuses() returns images as they come: it leaves none out and draws none again"""
    collecting.expect_as_they_come(collected)


@pytest.mark.points(2, needs=["pegasuses_images"])
def check_pegasuses_noise(collected):
    """pegasuses() gives each image its own noise, and the seed decides which"""
    asking.expect_noise_of_asked(collected, 40, "image", many=700)


@pytest.mark.points(4)
def check_novelty(learner, rng):
    """novelty() is the Euclidean distance of each image to the nearest training image, on the scale of bytes"""
    pixels.expect_nearest(learner, "novelty", IMAGE, rng)


@pytest.mark.points(2)
def check_mean_difference(learner, rng):
    """mean_difference() is the mean image with wings minus the mean image without"""
    pixels.expect_mean_difference(learner, "mean_difference", IMAGE, rng)


@pytest.mark.trained
@pytest.mark.points(3, needs=["generator_range", "discriminator_logits", "step_again", "step_training_mode", "fit"])
def check_learns(duel, request):
    """training the two networks against each other on a few easy images brings the generator nearer to them"""
    expect_learns(duel, lambda: expect_band(request.getfixturevalue("trial"), "easy"))


@pytest.mark.trained
@pytest.mark.points(9, needs=["learns", "generator_noise", "generator_bodies", "generator_wings", "step_noise"])
def check_winged_easy(trial):
    """after 2,800 steps, the judge takes a quarter of the images for winged horses, and they are varied and new"""
    expect_band(trial, "easy")


@pytest.mark.trained
@pytest.mark.points(9, needs=["winged_easy"])
def check_winged_medium(trial):
    """after 2,800 steps, the judge takes a third of them for winged horses"""
    expect_band(trial, "medium")


@pytest.mark.trained
@pytest.mark.points(9, needs=["winged_medium"])
def check_winged_hard(trial):
    """after 2,800 steps, the judge takes two fifths of them for winged horses"""
    expect_band(trial, "hard")
