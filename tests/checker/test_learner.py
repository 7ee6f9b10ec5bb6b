"""The handles that a check holds on models: what comes out of a copy hangs on weights and inputs alone."""

import numpy as np
import pytest

from checker.learner.code import Learner

ANSWER = """
import keras
from keras import layers


def build_model():
    return keras.Sequential([
        keras.Input((6,)), layers.Dense(40), layers.GaussianNoise(0.3), layers.Dropout(0.5), layers.Dropout(0.5),
        layers.Dense(3),
    ])
"""


@pytest.fixture
def answer(tmp_path):
    path = tmp_path / "answer.py"
    path.write_text(ANSWER, encoding="utf-8")
    return path


def test_in_training_mode_the_same_weights_give_the_same_outputs_in_every_run(answer):
    inputs = np.linspace(-1, 1, 24, dtype="float32").reshape(4, 6)
    found = []
    for _ in range(2):
        learner = Learner("answer", answer, seed=1)
        try:
            model = learner.build_model()
            found += [model(inputs, training=True), model(inputs, training=True)]
            other = model.with_weights([2 * array for array in model.weights])(inputs, training=True)
            found.append(model(inputs, training=True))
        finally:
            learner.close()
    assert all(np.array_equal(found[0], each) for each in found)
    assert not np.allclose(found[0], other)


def test_in_training_mode_dropout_is_at_work(answer):
    learner = Learner("answer", answer, seed=1)
    try:
        model = learner.build_model()
        inputs = np.ones((50, 6), dtype="float32")
        assert model(inputs).std(axis=0).max() < 1e-6
        assert model(inputs, training=True).std(axis=0).min() > 1e-3
    finally:
        learner.close()


@pytest.mark.parametrize("threads", [True, False])
def test_a_job_beside_the_checks_begins_with_the_same_random_numbers_as_the_file(threads, answer):
    def weights(learner):
        return learner.build_model().weights[0]

    learner, other = Learner("answer", answer, seed=1, threads=threads), Learner("answer", answer, seed=1)
    try:
        learner.build_model()  # other checks may draw before it
        assert np.array_equal(learner.beside(weights)(), weights(other))
    finally:
        learner.close()
        other.close()
