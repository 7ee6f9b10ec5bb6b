"""What a run of an exercise leaves can be played with, and sent to a friend."""

import importlib.util
import inspect
import json
from contextlib import contextmanager

import keras
import numpy as np
import pytest

from checker.exercises import by_name
from tests.support.networks import computing, given, moved
from workshop.pages.commands import PLAYED
from workshop.play import exported, sessions
from workshop.runs import RunError


@pytest.mark.leaves_a_run
@pytest.mark.slow
def test_the_networks_of_a_run_answer_on_a_page_and_fit_into_a_file(exercise, trained, tmp_path):
    left = exercise.facts["LEAVES"]
    for what, kinds in PLAYED.items():
        if any(set(files) <= set(left) for files in kinds):
            network = keras.saving.load_model(next(trained(exercise).glob("*.keras")))
            if what == "draw" and len(network.inputs) + len(network.outputs) > 2:  # which an exercise may well have
                with pytest.raises(RunError, match="Expected one"):
                    sessions.of(what, [trained(exercise)])
                continue
            session = sessions.of(what, [trained(exercise)])
            json.dumps(session.page)
            exported.save(session, tmp_path / "page.html")
            assert (tmp_path / "page.html").stat().st_size <= exported.MOST_BYTES


@pytest.fixture(scope="module")
def computed(browser):
    with computing(browser) as ask:
        yield ask


@pytest.mark.slow
@pytest.mark.sample(1)
def test_the_networks_of_a_right_answer_are_computed_on_a_page_of_their_own_as_keras_does(wheat, computed, tmp_path):
    for name, network in built(wheat, tmp_path):
        page = exported.exported(moved(network))
        is_exact = all(layer.compute_dtype == "float32" for layer in network.layers)
        inputs = given(network, np.random.default_rng(1))
        expected = np.asarray(network(inputs if len(inputs) > 1 else inputs[0], training=False))
        ((shape, found),) = computed(page, inputs)
        assert shape == list(expected.shape[1:]), name
        np.testing.assert_allclose(found, expected.ravel(), rtol=0, atol=1e-4 if is_exact else 0.05, err_msg=name)


@contextmanager
def loaded(text, folder):
    """An answer as a module; what it sets in Keras's configuration is set back."""
    config = keras.config
    before = config.image_data_format(), config.floatx(), config.dtype_policy(), config.epsilon()
    path = folder / "answer.py"
    path.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("answer", path)
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        yield module
    finally:
        config.set_image_data_format(before[0])
        config.set_floatx(before[1])
        config.set_dtype_policy(before[2])
        config.set_epsilon(before[3])


def built(wheat, folder):
    """The networks that a run of an answer leaves, with new weights: `(name, network)`.

    NAME.keras is what `build_NAME` builds; one whose arguments are no constants of the module is left out.
    """
    left = by_name(wheat.exercise).facts.get("LEAVES", ())
    names = [file.removesuffix(".keras") for file in left if file.endswith(".keras")]
    with loaded(wheat.text, folder) as module:
        for name in names:
            build = getattr(module, f"build_{name}", None)
            asked = inspect.signature(build).parameters if build else ()
            values = {each: getattr(module, each.upper(), None) for each in asked}
            if build and None not in values.values():
                build(**values).save(folder / f"{name}.keras")
    for path in sorted(folder.glob("*.keras")):
        yield path.stem, keras.saving.load_model(path, compile=False)
