"""Two networks of a learner's, trained against each other on easy images, learn them; where they do not, it is told."""

import numpy as np
import pytest

from checker.failures import Failure
from checker.learner.code import Learner
from checker.rubric.adversarial.duel import Duel, expect_learns
from checker.rubric.adversarial.gan import Condition, Gan
from tests.checker.test_rubric import CONDITIONAL

pytestmark = pytest.mark.slow

IMAGE, CLASSES = (16, 12, 3), 4
GAN = Gan("Asked", "make_asked", IMAGE, conditions=(Condition("labels", CLASSES),))
NETWORKS = """

def make_asked(seed):
    keras.utils.set_random_seed(seed)
    noise, label = keras.Input((5,)), keras.Input((), dtype="int32")
    x = keras.layers.Concatenate()([noise, keras.layers.Embedding(4, 3)(label)])
    x = keras.layers.Dense(16 * 12 * 3, activation="tanh")(keras.layers.Dense(32, activation="relu")(x))
    generator = keras.Model([noise, label], keras.layers.Reshape((16, 12, 3))(x))
    image, label = keras.Input((16, 12, 3)), keras.Input((), dtype="int32")
    features = keras.layers.Flatten()(keras.layers.Conv2D(8, 4, strides=2, activation="leaky_relu")(image))
    vectors = keras.layers.Embedding(4, features.shape[1])(label)
    logits = keras.layers.Dense(1)(features) + keras.layers.Dot(axes=1)([features, vectors])
    asked = Asked(generator, keras.Model([image, label], logits), 5, seed)
    asked.compile(d_optimizer=keras.optimizers.Adam(), g_optimizer=keras.optimizers.Adam())
    return asked
"""
STEP = CONDITIONAL.format(fakes="labels", shown="labels", shown_to_generator="labels")


@pytest.fixture
def duel(tmp_path):
    """What `expect_learns` is given for a learner's file of this text."""
    made = []

    def run(text):
        (tmp_path / "asked.py").write_text(text, encoding="utf-8")
        made.append(Learner("asked", tmp_path / "asked.py", 1))
        return made[-1].beside(lambda beside: Duel(beside, GAN, np.random.default_rng(0)))

    yield run
    for each in made:
        each.close()


def test_networks_that_are_told_classes_learn_easy_images(duel):
    found = duel(STEP + NETWORKS)
    expect_learns(found)
    assert found().remaining < 0.5
    assert not found().unmoved


def test_a_judge_that_never_moves_is_named(duel):
    frozen = NETWORKS.replace("    return asked", "    asked.discriminator.trainable = False\n    return asked")
    with pytest.raises(Failure) as failure:
        expect_learns(duel(STEP + frozen))
    assert "the discriminator's weights never change" in failure.value.hint.replace("The", "the")


def test_labels_in_the_place_of_noise_are_told(duel):
    turned = STEP.replace("self.generator([noise, labels]", "self.generator([labels, noise]")
    turned += NETWORKS.replace("keras.Model([noise, label], keras", "keras.Model([label, noise], keras")
    with pytest.raises(Failure) as failure:
        expect_learns(duel(turned))
    assert failure.value.what == "the input of the generator of make_asked()"


class Shown:
    """What a duel showed."""

    gan = GAN

    def __init__(self, remaining, unmoved=False):
        self.remaining, self.unmoved, self.asked = remaining, unmoved, 0

    def long_training(self, well):
        def train():
            self.asked += 1
            if not well:
                raise Failure("the images", "digits", "noise")

        return train


def test_where_a_duel_shows_nothing_the_long_training_has_the_last_word():
    lost = Shown(1.1)
    expect_learns(lambda: lost, lost.long_training(well=True))
    with pytest.raises(Failure) as failure:
        expect_learns(lambda: lost, lost.long_training(well=False))
    assert "110%" in failure.value.got
    assert lost.asked == 2


def test_nobody_trains_for_long_where_a_duel_tells():
    won, unmoved = Shown(0.2), Shown(1.0, unmoved=True)
    expect_learns(lambda: won, won.long_training(well=False))
    with pytest.raises(Failure):
        expect_learns(lambda: unmoved, unmoved.long_training(well=True))
    assert won.asked == unmoved.asked == 0
