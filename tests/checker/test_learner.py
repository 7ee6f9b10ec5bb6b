"""The handles that a check holds: what comes out of a model hangs on weights and inputs alone, and replies are checked."""

import numpy as np
import pytest

from checker.failures import Failure, Tampering
from checker.learner import code
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


FORESEES = """
import gc
import os
import re
import sys

import numpy as np

FOUND, frame = set(), sys._getframe()
texts, held = [*sys.argv, *os.environ.values(), open("/proc/self/cmdline").read()], gc.get_objects()
while frame:
    held.append(dict(frame.f_locals))
    frame = frame.f_back
for value in held:
    if type(value) in (list, tuple, set, dict) and len(value) < 1000:
        FOUND |= {each for each in (value.values() if type(value) is dict else value) if type(each) is int}
for text in texts:
    FOUND |= set(map(int, re.findall("[0-9]{1,12}", text)))


def foresees(numbers):
    some = (each for each in FOUND if 2**20 < each < 2**32)
    return any(np.array_equal(np.random.default_rng(each).random(4), numbers) for each in some)
"""


@pytest.mark.parametrize("given", [False, True])
def test_the_workers_seed_tells_nothing_of_the_inputs_that_the_checks_draw(given, monkeypatch, tmp_path):
    """An answer that takes each number that it finds for the seed; it finds it where the worker is given that."""
    path, seed = tmp_path / "answer.py", 3_141_592_653
    path.write_text(FORESEES, encoding="utf-8")
    if given:
        monkeypatch.setattr(code, "seed_of_worker", lambda seed: seed)
    learner = Learner("answer", path, seed)
    try:
        learner.reseed()
        drawn = np.random.default_rng(seed).random(4)
        assert bool(learner.foresees(drawn)) is given
    finally:
        learner.close()
    assert 0 <= code.seed_of_worker(seed) < 2**32
    assert code.seed_of_worker(seed) == code.seed_of_worker(seed)


def answering(reply):
    """An answer whose worker gives the same reply to every question."""
    return f"""
import sys
import numpy as np
from checker.worker import wire

sys.modules["__main__"].Worker.answer = lambda self, request: wire.pack({{"id": request["id"], **{reply}}})
"""


@pytest.mark.parametrize(
    "reply",
    [
        "{}", "{'value': 1, 'raised': None}", "{'value': 1, 'more': 2}", "{'id': np.arange(2), 'value': 1}",
        "{'id': True, 'value': 1}", "{'missing': 'f'}", "{'missing': 'f', 'similar': 'g'}",
        "{'missing': 'f', 'similar': [1]}", "{'refused': [1]}", "{'refused': 'x' * 5000}", "{'raised': None}",
        "{'raised': {'type': 'E', 'message': 'm', 'frames': 5}}", "{'raised': {'type': 'E', 'message': 'm'}}",
        "{'raised': {'type': 'E', 'message': 'm', 'frames': [[-1, 'f', 'x']]}}",
        "{'raised': {'type': 'E', 'message': 'm', 'frames': [[True, 'f', 'x']]}}",
        "{'raised': {'type': '', 'message': np.zeros(3), 'frames': []}}",
    ],
)  # fmt: skip
def test_a_reply_of_no_known_form_is_tampering(reply, tmp_path):
    path = tmp_path / "answer.py"
    path.write_text(answering(reply), encoding="utf-8")
    learner = Learner("answer", path, 1)
    try:
        with pytest.raises(Tampering) as raised:
            learner.anything()
    finally:
        learner.close()
    assert "broke off the conversation with the checker" in raised.value.got


@pytest.mark.parametrize(
    ("asked", "reply"),
    [
        (lambda learner: learner.keras("optimizers.SGD", 0.1), "1"),
        (lambda learner: learner.keras("optimizers.SGD", 0.1), "wire.Ref(1, 'model', 'x')"),
        (lambda learner: learner.sequential([]), "wire.Ref(1, 'object', 'x')"),
        (lambda learner: learner.watched("f"), "[1]"),
        (lambda learner: learner.call("f", returns="reference"), "wire.Ref(1, 'model', 'x')"),
        (lambda learner: learner.call("f", returns="reference"), "None"),
        (lambda learner: learner.reseed(), "5"),
    ],
)
def test_what_the_worker_itself_makes_is_of_its_kind(asked, reply, tmp_path):
    path = tmp_path / "answer.py"
    path.write_text(answering(f"{{'value': {reply}}}"), encoding="utf-8")
    learner = Learner("answer", path, 1)
    try:
        with pytest.raises(Failure):
            asked(learner)
    finally:
        learner.close()


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("10**400", "a whole number beyond 64 bits"),
        ("[keras.Input((1,))] * 100", "more than 64 objects"),
        ("[[] for _ in range(300_000)]", "values in one"),
        ("np.zeros((1,) * 40)", "an array of 40 dimensions"),
    ],
)
def test_what_is_too_much_for_the_wire_is_told(value, told, tmp_path):
    path = tmp_path / "answer.py"
    path.write_text(f"import keras\nimport numpy as np\n\ndef made():\n    return {value}\n", encoding="utf-8")
    learner = Learner("answer", path, 1)
    try:
        with pytest.raises(Failure) as raised:
            learner.made()
    finally:
        learner.close()
    assert told in raised.value.got


def test_what_is_printed_is_read_whatever_was_done_to_its_file(tmp_path):
    path = tmp_path / "answer.py"
    path.write_text(
        "import fcntl, os\n\ndef direct():\n    print('before', flush=True)\n"
        "    fcntl.fcntl(1, fcntl.F_SETFL, os.O_DIRECT | os.O_APPEND)\n"
        "def short():\n    print('long ' * 100, flush=True)\n"
        "    try:\n        os.ftruncate(1, 0)\n    except OSError:\n        pass\n"
        "def silent():\n    pass\n",
        encoding="utf-8",
    )
    for name in ("short", "direct"):
        learner = Learner("answer", path, 1)
        try:
            learner.call(name)
            learner.call("silent")
        finally:
            learner.close()
    assert learner.calls[0].printed == "before"
