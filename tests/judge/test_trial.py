"""A trial trains what the exercise's facts name, and judges what it draws; what goes wrong is told of whoever it is."""

import base64
import io
import time

import numpy as np
import pytest
from PIL import Image

from checker.exercises import exercises, rubric
from checker.failures import Failure
from checker.judge.trial import Trial, draw_inputs
from checker.learner.code import Learner
from checker.report.results import build
from checker.rubric.adversarial.duel import Duel
from checker.run import session
from tests.support.answers import outcomes

pytestmark = pytest.mark.slow

ON_TRIAL = next(exercise for exercise in exercises() if "TRIAL" in exercise.facts)
PLAN = ON_TRIAL.facts["TRIAL"]
BEFORE, EASY, MEDIUM, HARD = (check.name for check in rubric(ON_TRIAL) if check.trained)


def won(duel, learner, gan, rng):
    """In the place of `Duel.__init__`, which trains for seconds: the check that goes before the trial is not its test."""
    duel.gan, duel.unmoved, duel.remaining = gan, False, 0.0


@pytest.fixture
def judged(answer, real_digits, monkeypatch):
    """Check an answer with training; call it with what differs from the solution, and from the plan of the trial."""
    monkeypatch.setattr(Duel, "__init__", won)

    def judge(text="", **changes):
        hold = Trial.hold

        def changed(trial, *args):
            trial.plan = trial.plan | changes
            trial.steps = trial.plan["steps"]
            hold(trial, *args)

        monkeypatch.setattr(Trial, "hold", changed)
        return session.run([ON_TRIAL], file=answer(ON_TRIAL.name, text), seed=1, threads=False)

    return judge


def found(outcome, check):
    return outcome.results.find(ON_TRIAL.name, check)


def test_a_file_that_could_hold_weights_is_not_trained(judged):
    outcome = judged(f"STORED = {'x' * 70_000!r}\n", steps=1)
    assert found(outcome, EASY).failure.what == "the size of the file"


def test_another_generator_than_the_one_that_was_checked_is_told(judged):
    other = f"""
_make = {PLAN["make"]}


def {PLAN["make"]}(seed):
    made = _make(seed)
    layers = [*made.generator.layers, keras.layers.Rescaling(1.0)]
    made.generator = keras.Sequential([keras.Input(made.generator.input_shape[1:]), *layers])
    return made
"""
    failure = found(judged(other, steps=1), EASY).failure
    assert failure.what == f"the layers of the generator of {PLAN['make']}()"
    assert failure.hint == f"Leave {PLAN['make']}() as it is: it trains what {PLAN['builds']}() builds."


def test_a_short_training_falls_short_and_says_of_what(judged, real_digits):
    outcome = judged(steps=40, best=64)
    by_check = outcomes(outcome)
    assert (by_check[BEFORE], by_check[EASY], by_check[MEDIUM]) == ("pass", "fail", "wait")
    failure = found(outcome, EASY).failure
    assert f"after 40 steps of training on {real_digits.name}" in failure.what
    assert failure.hint
    figures = outcome.results.learners[ON_TRIAL.name].figures
    assert all(isinstance(figures[name], float) for name in PLAN["figures"])
    # The most convincing of the first images that were drawn, and how it travels to the page about a class.
    best = outcome.results.learners[ON_TRIAL.name].pictures["best"]
    assert (best.shape, best.dtype) == (real_digits.train.images.shape[1:], "uint8")
    kept = build(outcome).pictures[ON_TRIAL.name]["best"]
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(base64.b64decode(kept)))), best)


SLEEPS = f"""
import time

class {PLAN["about"].partition(".")[0]}({PLAN["about"].partition(".")[0]}):
    def fit(self, images, *args, **kwargs):
        if len(images) > 6400:
            time.sleep(1000)
        return super().fit(images, *args, **kwargs)
"""


def test_training_that_takes_too_long_fails(judged):
    outcome = judged(SLEEPS, seconds=0.2, steps=200)
    by_check = outcomes(outcome)
    assert (by_check[BEFORE], by_check[EASY], by_check[HARD]) == ("pass", "fail", "wait")
    failure = found(outcome, EASY).failure
    assert failure.what == "200 steps of training"
    assert "the reference solution takes on this machine" in failure.expected
    assert "gave no answer after" in failure.got


def test_a_machine_that_has_become_too_slow_to_train_is_an_error_and_not_the_learners_fault(judged, monkeypatch):
    paces = iter([1, 20])
    monkeypatch.setattr(Trial, "_pace", lambda *_: next(paces))
    outcome = judged(SLEEPS, seconds=0.2, steps=200)
    by_check = outcomes(outcome)
    assert (by_check[BEFORE], by_check[EASY], by_check[HARD]) == ("pass", "error", "wait")
    assert "This machine has become so slow" in found(outcome, EASY).message


BUSY = """
import threading
import time

GAPS = [0.0]

def count():
    last = time.monotonic()
    while True:
        now = time.monotonic()
        GAPS[0], last = max(GAPS[0], now - last), now
        time.sleep(0.001)

threading.Thread(target=count, daemon=True).start()

def longest():
    return GAPS[0]
"""


@pytest.mark.parametrize("beside", [True, False])
def test_learner_code_stands_still_while_the_pace_of_the_machine_is_measured(beside, tmp_path):
    (tmp_path / "busy.py").write_text(BUSY, encoding="utf-8")
    learner = Learner("busy", tmp_path / "busy.py", 1, threads=beside)
    try:
        longest = learner.beside(lambda beside: beside.longest)()
        assert longest() < 0.7
        with learner.stopped():
            time.sleep(1)
        deadline = time.monotonic() + 10
        while longest() < 0.9:  # which its thread notes once it goes on
            assert time.monotonic() < deadline
    finally:
        learner.close()


TOY = """
import keras
import numpy as np
from keras import layers


def prepare(images):
    return images[..., np.newaxis].astype("float32") / 127.5 - 1


def build_generator(latent_dim):
    noise, label = keras.Input((latent_dim,)), keras.Input((), dtype="int32")
    x = layers.Concatenate()([noise, layers.Embedding(10, 4)(label)])
    return keras.Model([noise, label], layers.Reshape((28, 28, 1))(layers.Dense(784, activation="tanh")(x)))


class Toy(keras.Model):
    def __init__(self, generator):
        super().__init__()
        self.generator = generator

    def train_step(self, data):
        images, labels = data
        return {"loss": keras.ops.mean(images) + keras.ops.mean(keras.ops.cast(labels, "float32"))}


def make_toy(seed):
    keras.utils.set_random_seed(seed)
    toy = Toy(build_generator(8))
    toy.compile(jit_compile=False)
    return toy
"""
TOY_PLAN = {
    "make": "make_toy", "builds": "build_generator", "inputs": ["noise", "class"], "feeds": ["images", "labels"],
    "steps": 3, "batch": 60, "about": "Toy.train_step", "seconds": 60, "draws": 200,
    "measures": ["samples", "conditional"], "figures": ["clear", "named"],
}  # fmt: skip


@pytest.fixture
def toy(tmp_path, real_digits):
    """A learner's generator that takes noise and a class."""
    (tmp_path / "toy.py").write_text(TOY, encoding="utf-8")
    learner = Learner("toy", tmp_path / "toy.py", 1)
    yield learner
    learner.close()


def test_a_generator_may_be_asked_for_classes(toy, real_digits):
    trial = Trial(toy, np.random.default_rng(1), real_digits, TOY_PLAN)
    assert trial.drawn.images.shape == (200, 28, 28)
    (asked,) = trial.drawn.asked
    assert np.array_equal(np.bincount(asked), [20] * 10)
    assert trial.card["count"] == 200
    assert trial.steps == 3
    assert trial.card["named"] < 0.3  # nothing was learned
    assert len(trial.card["named_by_class"]) == 10
    assert toy.figures == {name: trial.card[name] for name in ("clear", "named")}


def test_inputs_of_another_kind_than_the_plans_are_told(toy, real_digits):
    with pytest.raises(Failure) as raised:
        Trial(toy, np.random.default_rng(1), real_digits, TOY_PLAN | {"inputs": ["noise"]})
    assert raised.value.what == "the input of the generator of make_toy()"
    assert raised.value.expected == "noise, (None, latent_dim), of at most 4,096 numbers"
    assert raised.value.got == "[None, 8] and int32 [None]"


def test_classes_that_are_drawn_are_even_whatever_the_form_of_the_input():
    inputs = [{"shape": [None, 5], "dtype": "float32"}, {"shape": [None, 1], "dtype": "int32"}]
    noise, asked = draw_inputs(inputs, np.random.default_rng(0), 60, classes=6)
    assert noise.shape == (60, 5)
    assert noise.dtype == np.float32
    assert asked.shape == (60, 1)
    assert asked.dtype == np.int32
    assert np.array_equal(np.bincount(asked[:, 0]), [10] * 6)


def test_what_is_asked_for_is_asked_of_each_image_in_the_form_of_the_input():
    inputs = [
        {"shape": [None, 5], "dtype": "float32"},
        {"shape": [None], "dtype": "int32"},
        {"shape": [None, 1], "dtype": "float32"},
    ]
    noise, body, wings = draw_inputs(inputs, np.random.default_rng(0), 7, classes=12, asks=[None, 0, 1.5])
    assert noise.std() > 0.5
    assert (body.shape, body.dtype, body.tolist()) == ((7,), np.int32, [0] * 7)
    assert (wings.shape, wings.dtype, np.unique(wings).tolist()) == ((7, 1), np.float32, [1.5])
