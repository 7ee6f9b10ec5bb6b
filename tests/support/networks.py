"""Networks as JavaScript computes them, in a browser."""

import json
from contextlib import contextmanager

import numpy as np

from workshop.play import page


@contextmanager
def computing(browser):
    """A function that asks JavaScript what it makes of a network's JSON and inputs for one image: a list of flat arrays."""
    shown = browser.new_page()
    script = f"""([network, inputs]) => {{ {page.forward()};
        const given = JSON.parse(inputs).map((numbers, at) => ({{shape: network.shapes[at], data: Float32Array.from(numbers)}}));
        return computing(network)(given).map(each => [each.shape, Array.from(each.data)]); }}"""

    def ask(network, inputs):
        return shown.evaluate(script, [network, json.dumps([np.ravel(each).tolist() for each in inputs])])

    yield ask
    shown.close()


def moved(model, seed=0):
    """Let weights that begin as zeros and ones be others, as after training."""
    rng = np.random.default_rng(seed)
    for variable in model.variables:
        if "int" not in variable.dtype and "seed" not in variable.path:
            variable.assign(np.abs(np.asarray(variable) + rng.normal(0, 0.1, variable.shape)) if "variance" in variable.path
                            else np.asarray(variable) + rng.normal(0, 0.1, variable.shape))  # fmt: skip
    return model


def given(model, rng):
    """Inputs for one image; integers are labels."""
    return [
        rng.integers(0, 10, (1, *each.shape[1:])).astype("int32")
        if "int" in each.dtype
        else rng.normal(size=(1, *each.shape[1:])).astype("float32")
        for each in model.inputs
    ]
