"""The rubric's helpers: known mistakes are told apart, slopes are right, and every closed form of a step holds."""

import re

import numpy as np
import pytest

from checker.exercises import exercises
from checker.failures import Failure
from checker.learner.code import Learner
from checker.rubric import data
from checker.rubric.adversarial import modes, noise, objectives
from checker.rubric.adversarial.gan import Condition, Gan
from checker.rubric.adversarial.step import VisibleStep
from checker.rubric.diagnosis import diagnose
from checker.rubric.images import drawn_bytes, expect_prepared_range, expect_prepared_shape, scaled
from checker.rubric.models import expect_input
from tests.support.answers import classes

OBJECTIVES = {
    "cross-entropy": objectives.CROSS_ENTROPY,
    "wasserstein": objectives.WASSERSTEIN,
    "hinge": objectives.HINGE,
}

# A GAN whose networks are told a class, as a learner would write it. "{fakes}" and "{shown}" are the labels for which
# fakes are drawn, and those that they are shown with.
CONDITIONAL = """
import keras
import tensorflow as tf
from keras import ops


class Asked(keras.Model):
    def __init__(self, generator, discriminator, latent_dim, seed):
        super().__init__()
        self.generator, self.discriminator, self.latent_dim = generator, discriminator, latent_dim
        self.seed_generator = keras.random.SeedGenerator(seed)

    def compile(self, *, d_optimizer, g_optimizer, **kwargs):
        super().compile(optimizer=None, **kwargs)
        self.d_optimizer, self.g_optimizer = d_optimizer, g_optimizer

    def train_step(self, data):
        images, labels = data
        n = ops.shape(images)[0]
        noise = keras.random.normal((n, self.latent_dim), seed=self.seed_generator)
        new = keras.random.randint((n,), 0, 4, seed=self.seed_generator)
        fakes = self.generator([noise, {fakes}], training=True)
        with tf.GradientTape() as tape:
            real_logits = self.discriminator([images, labels], training=True)
            fake_logits = self.discriminator([fakes, {shown}], training=True)
            d_loss = ops.mean(ops.softplus(-real_logits)) + ops.mean(ops.softplus(fake_logits))
        weights = self.discriminator.trainable_weights
        self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)
        with tf.GradientTape() as tape:
            fakes = self.generator([noise, {fakes}], training=True)
            g_loss = ops.mean(ops.softplus(-self.discriminator([fakes, {shown_to_generator}], training=True)))
        weights = self.generator.trainable_weights
        self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
        return {{"d_loss": d_loss, "g_loss": g_loss}}
"""

# A GAN with a critic, which is trained for other losses, by other names.
CRITIC = """
import keras
import tensorflow as tf
from keras import ops


class Judged(keras.Model):
    def __init__(self, generator, critic, latent_dim, seed):
        super().__init__()
        self.generator, self.critic, self.latent_dim = generator, critic, latent_dim
        self.seed_generator = keras.random.SeedGenerator(seed)

    def compile(self, *, critic_optimizer, g_optimizer, critic_steps, **kwargs):
        super().compile(optimizer=None, **kwargs)
        self.critic_optimizer, self.g_optimizer, self.critic_steps = critic_optimizer, g_optimizer, critic_steps

    def train_step(self, images):
        for _ in range(self.critic_steps):
            noise = keras.random.normal((ops.shape(images)[0], self.latent_dim), seed=self.seed_generator)
            with tf.GradientTape() as tape:
                real = self.critic(images, training=True)
                fake = self.critic(self.generator(noise, training={training}), training={training})
                critic_loss = {loss}
            weights = self.critic.trainable_weights
            self.critic_optimizer.apply(tape.gradient(critic_loss, weights), weights)
        with tf.GradientTape() as tape:
            fake = self.critic(self.generator(noise, training={training}), training={training})
            g_loss = -ops.mean(fake)
        weights = self.generator.trainable_weights
        self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
        return {{"critic_loss": critic_loss, "g_loss": g_loss}}
"""
LOSSES = {
    "wasserstein": "ops.mean(fake) - ops.mean(real)",
    "hinge": "ops.mean(ops.relu(1 - real)) + ops.mean(ops.relu(1 + fake))",
}


@pytest.fixture
def rng():
    return np.random.default_rng(7)


@pytest.fixture
def learner(tmp_path):
    """A learner's file of this text, in a worker of its own."""
    made = []

    def make(text):
        path = tmp_path / "asked.py"
        path.write_text(text, encoding="utf-8")
        made.append(Learner("asked", path, 1))
        return made[-1]

    yield make
    for each in made:
        each.close()


def conditional(fakes="labels", shown="labels", shown_to_generator=None):
    return CONDITIONAL.format(fakes=fakes, shown=shown, shown_to_generator=shown_to_generator or shown)


ASKED = Gan("Asked", "make_asked", (10, 9, 3), conditions=(Condition("labels", 4),))


def judged(objective):
    return Gan(
        "Judged", "make_judged", (10, 9, 1), objective=OBJECTIVES[objective], judge="critic",
        d_optimizer="critic_optimizer", d_loss="critic_loss", settings={"critic_steps": 1},
    )  # fmt: skip


# Diagnosis


def test_the_first_known_mistake_that_gives_the_value_is_told():
    known = {"negated": -3.0, "doubled": [5.0, 6.0], "also doubled": 6.0}
    assert diagnose(6.0, known, "unknown") == "doubled"
    assert diagnose(np.float32(-3.0001), known, "unknown") == "negated"
    assert diagnose(7.0, known, "unknown") == "unknown"
    assert diagnose(float("nan"), known) == ""


def test_a_mistake_of_another_shape_is_no_match_and_no_error():
    known = {"transposed": np.ones((3, 2)), "halved": np.full((2, 3), 0.5)}
    assert diagnose(np.full((2, 3), 0.5), known) == "halved"
    assert diagnose(np.ones((2, 3)), known, "unknown") == "unknown"


# Images


@pytest.mark.parametrize("image", [(28, 28, 1), (32, 32, 3), (5, 7, 1)], ids=str)
def test_images_are_drawn_for_a_shape_with_both_ends_of_the_range(image, rng):
    images = drawn_bytes(rng, image)
    assert images.shape == (6, *image) if image[2] > 1 else (6, *image[:2])
    assert images.dtype == "uint8"
    assert (images.min(), images.max()) == (0, 255)


@pytest.mark.parametrize("lowest", [0, -1])
@pytest.mark.parametrize("image", [(28, 28, 1), (32, 32, 3)], ids=str)
def test_right_pixels_pass_whatever_the_shape(image, lowest, rng):
    images = drawn_bytes(rng, image)

    def prepare(images):
        return scaled(images, lowest).astype("float32")

    expect_prepared_shape(prepare, prepare(images), images)
    expect_prepared_range(prepare, prepare(images), images, lowest)


@pytest.mark.parametrize(
    ("lowest", "wrong", "told"),
    [
        (0, lambda x: x * 255, "still have the range of bytes"),
        (0, lambda x: 1 - x, "Black and white"),
        (0, lambda x: x.swapaxes(1, 2), "Height and width"),
        (0, lambda x: x[..., ::-1], "channels are in another order"),
        (0, lambda x: 2 * x - 1, "the dense network expects [0, 1]"),
        (0, lambda x: x * np.linspace(0.5, 1, 6).reshape(-1, 1, 1, 1), "different numbers in different images"),
        (-1, lambda x: (x + 1) / 2, "begins at 0"),
        (-1, lambda x: -x, "Black and white"),
        (-1, lambda x: x.round(), "Only whole numbers"),
        (-1, lambda x: x[..., ::-1], "channels are in another order"),
    ],
)
def test_wrong_pixels_are_told_by_the_mistake(lowest, wrong, told, rng):
    images = drawn_bytes(rng, (32, 32, 3))
    prepared = wrong(scaled(images, lowest))
    with pytest.raises(Failure) as failure:
        expect_prepared_range(lambda images: prepared, prepared, images, lowest, "the dense network")
    assert told in failure.value.hint


def test_some_images_of_a_data_set_have_a_channel_axis_and_its_name(rng):
    some = data.load_some("glyphs", 20, 10, rng)
    assert some.name == "glyphs"
    assert some.train_images.ndim == 4
    assert len(some.train_images) == len(some.train_labels) == 20
    assert len(some.test_labels) == 10
    assert 0 <= some.test_images.min() <= some.test_images.max() == 1


class Facts:
    """In the place of a model of which only the inputs matter."""

    def __init__(self, *shapes):
        self.facts = {"inputs": [{"shape": shape, "dtype": "float32"} for shape in shapes]}


def test_the_inputs_of_a_model_are_compared_one_by_one():
    expect_input(Facts([None, 8, 8, 1]), "the input", (8, 8, 1))
    expect_input(Facts([None, None, None, 1]), "the input", (8, 8, 1))
    expect_input(Facts([None, 64], [None]), "the inputs", (64,), ())
    for shapes, got in ((([None, 64],), "(None, 64)"), (([None], [None, 64]), "(None,), (None, 64)"), ((), "none")):
        with pytest.raises(Failure) as failure:
            expect_input(Facts(*shapes), "the inputs", (64,), ())
        assert failure.value.expected == "(None, 64), (None,)"
        assert failure.value.got == got
    with pytest.raises(Failure) as failure:
        expect_input(Facts([None, 64], [None]), "the input", (64,))
    assert failure.value.got == "several inputs"


# Objectives


@pytest.mark.parametrize("name", OBJECTIVES)
def test_slopes_are_those_of_the_losses(name, rng):
    objective, step = OBJECTIVES[name], 1e-5
    real, fake = rng.normal(0, 2, (2, 7))
    for index in range(len(real)):
        moved = step * np.eye(len(real))[index]

        def slope(loss, moved=moved):
            return len(real) * (loss(moved) - loss(-moved)) / (2 * step)

        by_real = slope(lambda moved: objective.judge_loss(real + moved, fake))
        by_fake = slope(lambda moved: objective.judge_loss(real, fake + moved))
        by_drawn = slope(lambda moved: objective.generator_loss(fake + moved))
        assert by_real == pytest.approx(objective.real_slope(real)[index], abs=1e-5)
        assert by_fake == pytest.approx(objective.fake_slope(fake)[index], abs=1e-5)
        assert by_drawn == pytest.approx(objective.generator_slope(fake)[index], abs=1e-5)


@pytest.mark.parametrize("name", OBJECTIVES)
def test_no_known_mistake_in_a_loss_gives_the_right_value_and_each_is_told_as_itself(name, rng):
    objective = OBJECTIVES[name]
    real, fake = rng.normal(1.5, 2, (5, 1)), rng.normal(-1.4, 2, (5, 1))
    for right, mistakes, explain in (
        (
            objective.judge_loss(real, fake),
            objective.judge_mistakes(real, fake),
            lambda loss: objective.explain_judge_loss(loss, real, fake),
        ),
        (
            objective.generator_loss(fake),
            objective.generator_mistakes(fake),
            lambda loss: objective.explain_generator_loss(loss, fake),
        ),
    ):
        assert explain(right) in (objective.judge_hint, objective.generator_hint)
        for hint, values in mistakes.items():
            for value in values if isinstance(values, list) else [values]:
                assert explain(value) == hint


def test_a_loss_far_out_is_finite():
    assert objectives.CROSS_ENTROPY.judge_loss(np.array([-100.0]), np.array([100.0])) == pytest.approx(200)


# Steps


@pytest.mark.parametrize("labels", ["labels", "new"])
def test_a_conditional_step_passes_whether_fakes_are_drawn_for_the_labels_of_the_batch_or_for_new_ones(
    labels, learner, rng
):
    step = VisibleStep(learner(conditional(labels, labels)), ASKED, rng)
    step.expect_judge_moved()
    step.expect_generator_moved()
    step.expect_returned()


@pytest.mark.parametrize("shown", ["(labels + 1) % 4", "ops.flip(labels)", "new", "ops.zeros_like(labels)"])
def test_fakes_that_are_shown_with_other_labels_are_found_in_both_halves(shown, learner, rng):
    step = VisibleStep(learner(conditional("labels", shown)), ASKED, rng)
    with pytest.raises(Failure) as failure:
        step.expect_judge_moved()
    assert failure.value.what.startswith("the change of the discriminator")
    assert "that they were drawn for" in failure.value.hint
    step = VisibleStep(learner(conditional("labels", "labels", shown)), ASKED, rng)
    step.expect_judge_moved()
    with pytest.raises(Failure) as failure:
        step.expect_generator_moved()
    assert "that they were drawn for" in failure.value.hint


def test_the_noise_and_the_modes_of_a_conditional_step_are_seen(learner, rng):
    right = learner(conditional())
    modes.expect_training_mode(right, ASKED, rng)
    modes.expect_repeatable(right, ASKED, rng)
    noise.expect_noise(right, ASKED)
    noise.expect_fits(right, ASKED)
    in_tape = "            fakes = self.generator([noise, labels], training=True)"
    wrong = learner(conditional().replace(in_tape, in_tape.replace(", training=True", "")))
    with pytest.raises(Failure, match="the fake images in the generator's half"):
        modes.expect_training_mode(wrong, ASKED, rng)


@pytest.mark.parametrize("name", LOSSES)
def test_the_step_of_a_critic_follows_its_own_objective(name, learner, rng):
    right = learner(CRITIC.format(loss=LOSSES[name], training="True"))
    step = VisibleStep(right, judged(name), rng)
    step.expect_judge_moved()
    step.expect_generator_moved()
    step.expect_returned()
    modes.expect_training_mode(right, judged(name), rng)
    modes.expect_repeatable(right, judged(name), rng)
    noise.expect_noise(right, judged(name))
    noise.expect_fits(right, judged(name))


@pytest.mark.parametrize("name", LOSSES)
def test_a_critic_that_climbs_is_told_so_by_its_own_name(name, learner, rng):
    step = VisibleStep(learner(CRITIC.format(loss=f"-({LOSSES[name]})", training="True")), judged(name), rng)
    with pytest.raises(Failure) as failure:
        step.expect_judge_moved()
    assert failure.value.what.startswith("the change of the critic")
    assert "sign is flipped" in failure.value.hint
    with pytest.raises(Failure, match="critic_loss of what train_step"):
        step.expect_returned()


@pytest.mark.parametrize("name", LOSSES)
def test_a_critic_out_of_training_mode_is_found(name, learner, rng):
    wrong = learner(CRITIC.format(loss=LOSSES[name], training="False"))
    with pytest.raises(Failure):
        modes.expect_training_mode(wrong, judged(name), rng)


# What stands nowhere else


def test_no_exercise_and_no_shape_of_one_is_named_in_the_rubric(root):
    names = [name for exercise in exercises() for name in (exercise.name, *classes(exercise.name))]
    for path in (root / "checker" / "rubric").rglob("*.py"):
        found = re.findall(rf"\b(?:28|784|{'|'.join(names)})\b", path.read_text("utf-8"))
        assert not found, f"{path.relative_to(root)} names {found}"
