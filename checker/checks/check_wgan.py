"""A critic instead of a judge (WGAN-GP, spectral normalization)."""

from dataclasses import replace

import numpy as np
import pytest

from checker.judge.bands import expect_band
from checker.judge.trial import Trial
from checker.rubric.adversarial import critics, losses, modes, slopes, spectral
from checker.rubric.adversarial.duel import Duel, expect_learns
from checker.rubric.adversarial.gan import Gan
from checker.rubric.adversarial.judging import expect_images_used, expect_own_scores
from checker.rubric.adversarial.networks import expect_judging_layers, expect_logits, expect_strides
from checker.rubric.adversarial.noise import expect_fits, expect_noise
from checker.rubric.adversarial.objectives import HINGE, WASSERSTEIN
from checker.rubric.adversarial.step import VisibleStep
from checker.rubric.data import load
from checker.rubric.expect import expect, expect_array
from checker.rubric.layers import expect_no_pooling, listed
from checker.rubric.models import expect_fresh, expect_input, expect_parameters

ORDER = 5
TRAINING_SECONDS = 50  # of the reference solution, on two cores
FIGURES = {  # of the scoreboard; the first ranks
    "fooled": "{:.1%}", "clear": "{:.1%}", "frechet": "{:.1f}", "critic_parameters": "{:,}",
}  # fmt: skip
BEST = "high"  # of the first figure: "high" or "low"
DATASET = "mnist"  # what it trains on
COMPARED = "critic"  # the kind of peers beside which `benchmarks` measures the solution
IMAGE = (28, 28, 1)
# What the judge does to see how far it comes; the entries are told in checker/judge/trial.py.
TRIAL = {
    "make": "make_wgan",
    "builds": "build_generator",
    "inputs": ["noise"],
    "feeds": ["images"],
    "steps": 1800,
    "batch": 60,
    "about": "WGAN.train_step",
    "seconds": 60,
    "draws": 2000,
    "measures": ["samples"],
    "figures": ["fooled", "clear", "frechet"],
}
# In a run folder, beside a Run's own files.
LEAVES = [
    "generator.keras", "curves.png", "samples.npy", "samples.png", "training.gif", "epochs", "generator.png",
    "critic.png",
]  # fmt: skip
TRIED_EPOCHS = 4  # of a few hundred images, where tests run the script
MOST_PARAMETERS = 500_000
WGAN = Gan(
    "WGAN",
    "make_wgan",
    IMAGE,
    objective=WASSERSTEIN,
    judge="critic",
    d_optimizer="critic_optimizer",
    d_loss="critic_loss",
    settings={"critic_steps": 1, "penalty_weight": 0.0, "largest": None},
    functions={"critic_loss": "critic_loss"},
    alone=True,
)
WITH_HINGE = replace(WGAN, objective=HINGE, functions={"critic_loss": "hinge_loss"})


@pytest.fixture(scope="module")
def critic(learner):
    return learner.build_critic()


@pytest.fixture(scope="module")
def step(learner, rng_for):
    return VisibleStep(learner, WGAN, rng_for("step"))


@pytest.fixture(scope="module", autouse=True)
def duel(learner, rng_for, trains):
    return learner.beside(lambda beside: Duel(beside, WITH_HINGE, rng_for("duel"))) if trains else None


@pytest.fixture(scope="module")
def trial(learner, rng_for):
    return Trial(learner, rng_for("trial"), load(DATASET), TRIAL)


def images(rng, count):
    return rng.uniform(-1, 1, (count, *IMAGE)).astype("float32")


@pytest.mark.points(3)
def check_critic_loss(learner, rng):
    """critic_loss() is the mean of the fake scores minus the mean of the real ones"""
    losses.expect_judge_loss(learner, "critic_loss", WASSERSTEIN, rng)


@pytest.mark.points(4)
def check_hinge_loss(learner, rng):
    """hinge_loss() is the mean of relu(1 - real) plus the mean of relu(1 + fake)"""
    losses.expect_judge_loss(learner, "hinge_loss", HINGE, rng)


@pytest.mark.points(2)
def check_generator_loss(learner, rng):
    """generator_loss() is minus the mean of the fake scores"""
    losses.expect_generator_loss(learner, "generator_loss", WASSERSTEIN, rng)


@pytest.mark.points(2, needs=["critic_loss", "hinge_loss", "generator_loss"])
def check_losses_far_out(learner):
    """critic_loss(), hinge_loss() and generator_loss() take scores as they are, up to 100 and -100"""
    losses.expect_losses_far_out(learner, "critic_loss", "generator_loss", WASSERSTEIN, WGAN.judge)
    losses.expect_losses_far_out(learner, "hinge_loss", "generator_loss", HINGE, WGAN.judge)


@pytest.mark.points(4)
def check_between(learner, rng):
    """between() blends each real image with its fake one, each pair by its own share"""
    slopes.expect_between(learner, "between", IMAGE, rng)


@pytest.mark.points(7)
def check_gradient_penalty(learner, rng):
    """gradient_penalty() is the mean over the images of (|gradient| - 1) squared"""
    slopes.expect_penalty_of_slopes(learner, "gradient_penalty", IMAGE, rng)


@pytest.mark.points(4, needs=["gradient_penalty"])
def check_penalty_gradient(learner, rng):
    """gradient_penalty() leads back to the critic's weights, and is finite where the critic is flat"""
    slopes.expect_finite_penalty(learner, "gradient_penalty", IMAGE, rng)


@pytest.mark.points(7)
def check_power_iteration(learner, rng):
    """power_iteration() takes one step towards the largest singular value of a kernel"""
    spectral.expect_power_iteration(learner, "power_iteration", rng)


@pytest.mark.points(3, needs=["power_iteration"])
def check_sigma_gradient(learner, rng):
    """power_iteration() leads back from sigma to the kernel, not to u, and takes a kernel of zeros"""
    spectral.expect_gradient_of_sigma(learner, "power_iteration", rng)


@pytest.mark.points(6, needs=["power_iteration"])
def check_project(learner, rng):
    """project() scales down the kernels that are above the bound, in place, and keeps the vectors"""
    spectral.expect_projection_of_kernels(learner, "project", rng)


@pytest.mark.points(2)
def check_critic_shape(critic, rng):
    """build_critic() turns any number of images into one float32 score each, (n, 1)"""
    expect_input(critic, "the input of the critic", IMAGE, hint="keras.Input takes the shape of one image.")
    for count in (5, 1):
        what = f"the critic's scores for {count} image{'s' * (count > 1)}"
        found = critic(images(rng, count))
        expect_array(found, what, shape=(count, 1), dtype="float32", hint="One row per image, and one number in it.")
        expect(np.isfinite(found).all(), what, "finite numbers", "NaN or infinity")


@pytest.mark.points(2, needs=["critic_shape"])
def check_critic_layers(critic, rng):
    """build_critic() has strided convolutions and LeakyReLU, no pooling, and no hidden dense layer"""
    expect_strides(critic, "Two convolutions of stride 2 bring 28x28 down to 7x7.", WGAN.judge)
    expect_no_pooling(critic, "Strides do the work of pooling, and learn what to keep.", listed)
    expect_judging_layers(critic, rng, images(rng, 10), name=WGAN.judge)
    expect_parameters(critic, MOST_PARAMETERS, "Take fewer channels, or one more stride of 2 before the flat layer.")


@pytest.mark.points(3, needs=["critic_shape"])
def check_critic_scores(critic, rng):
    """build_critic() returns scores: any numbers, which nothing bends or bounds"""
    hint = "A score is any number: give the last layer no activation, and let none follow."
    expect_logits(critic, rng, images(rng, 1), output="score", hint=hint)
    expect_images_used(critic, rng, IMAGE, WGAN.judge, "scores")


@pytest.mark.points(4, needs=["critic_shape"])
def check_critic_alone(critic, rng):
    """build_critic() scores each image by itself, whatever else is in the batch"""
    expect_own_scores(critic, rng, images(rng, 8), WGAN.judge)


@pytest.mark.points(1, needs=["critic_shape"])
def check_fresh_models(learner, critic):
    """build_critic() builds a new, uncompiled model each time"""
    expect_fresh(learner, critic, compiling="Compiling is WGAN's part.")


@pytest.mark.points(3, needs=["critic_loss", "generator_loss"])
def check_step_critic(step):
    """WGAN.train_step() moves the critic by its own gradient, with critic_optimizer"""
    critics.expect_one_update(step)


@pytest.mark.points(3, needs=["critic_loss", "generator_loss", "step_critic"])
def check_step_generator(step):
    """WGAN.train_step() moves the generator by its own gradient, with g_optimizer"""
    step.expect_generator_moved()


@pytest.mark.points(3, needs=["hinge_loss", "step_critic", "step_generator"])
def check_step_loss_chosen(learner, rng):
    """WGAN.train_step() uses self.critic_loss, the loss passed to compile()"""
    critics.expect_chosen_loss(VisibleStep(learner, WITH_HINGE, rng), WASSERSTEIN)


@pytest.mark.points(2, needs=["step_critic", "step_generator"])
def check_step_returns(step):
    """WGAN.train_step() returns both losses of the step, and the distance"""
    step.expect_returned()
    critics.expect_distance(step)


@pytest.mark.points(2, needs=["step_critic", "step_generator"])
def check_step_again(learner, rng):
    """WGAN.train_step() moves both networks in each step, not only in the first"""
    modes.expect_repeatable(learner, WGAN, rng)


@pytest.mark.points(2, needs=["step_critic", "step_generator", "step_again"])
def check_step_noise(learner):
    """WGAN.train_step() draws new noise in each step, from N(0, 1), by self.seed_generator"""
    expect_noise(learner, WGAN)


@pytest.mark.points(3, needs=["step_critic", "step_generator", "step_again", "step_noise"])
def check_step_updates(learner):
    """WGAN.train_step() updates the critic critic_steps times, each time with new noise"""
    critics.expect_updates(learner, WGAN)


@pytest.mark.points(4, needs=["between", "penalty_gradient", "step_returns", "step_again"])
def check_step_penalty(learner, rng):
    """WGAN.train_step() adds penalty_weight times the penalty, on images between real and fake ones"""
    critics.expect_penalty(learner, WGAN, rng)
    critics.expect_penalty_each_time(learner, WGAN, rng)


@pytest.mark.points(4, needs=["project", "step_returns", "step_updates"])
def check_step_projection(learner, rng):
    """WGAN.train_step() projects the critic's kernels after each of its updates, if there is a bound"""
    critics.expect_projection(learner, WGAN, rng)
    spectral.expect_vectors_kept(learner, WGAN, rng, largest=0.5)


@pytest.mark.points(2, needs=["step_critic", "step_generator", "step_again"])
def check_step_training_mode(learner, rng):
    """WGAN.train_step() calls both networks in training mode"""
    modes.expect_training_mode(learner, WGAN, rng)


@pytest.mark.points(3, needs=["step_penalty", "step_projection"])
def check_fit(learner, rng):
    """WGAN.train_step() works in fit(), on batches of any size, also with a penalty and a bound"""
    expect_fits(learner, WGAN)
    critics.expect_fits_bounded(learner, WGAN, rng)


@pytest.mark.trained
@pytest.mark.points(3, needs=["critic_scores", "step_training_mode", "fit"])
def check_learns(duel, request):
    """training the two networks against each other on a few easy images brings the generator nearer to them"""
    expect_learns(duel, lambda: expect_band(request.getfixturevalue("trial"), "easy"))


@pytest.mark.trained
@pytest.mark.points(4, needs=["learns", "critic_alone", "step_noise"])
def check_fools_easy(trial):
    """after 1,800 steps, the images fool the reference discriminator's easy level, and are varied and new"""
    expect_band(trial, "easy")


@pytest.mark.trained
@pytest.mark.points(4, needs=["fools_easy"])
def check_fools_medium(trial):
    """after 1,800 steps, the images do the same for the medium level"""
    expect_band(trial, "medium")


@pytest.mark.trained
@pytest.mark.points(4, needs=["fools_medium"])
def check_fools_hard(trial):
    """after 1,800 steps, the images do the same for the hard level"""
    expect_band(trial, "hard")
