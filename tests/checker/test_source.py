"""What is read from a file's text: ordinary code is no suspect, and means to hide something are found."""

import time

import pytest

from checker.exercises import exercises
from checker.learner import source
from tests.support.answers import collected

ORDINARY = """
import math, os, sys, time, random, functools, itertools, operator, collections, typing
import numpy as np
import tensorflow as tf
import keras
from numpy import *
from tensorflow.keras.layers import *
from keras import ops, layers
os.environ["KERAS_BACKEND"] = "tensorflow"
rng = np.random.default_rng(0)
print(getattr(keras.ops, "einsum"), type(rng).__name__, rng.__class__, sys.version, __file__, __name__)
with open("notes.txt") as file: pass
class Helper:
    def __init__(self): self.compile = 1
def build_model():
    model = keras.Sequential([keras.layers.Conv2D(4, 3)])
    model.compile(optimizer="adam")
    return model
def convolve(images, kernels, bias, stride):
    assert images.ndim == 4, "conv"
    return np.trace(images) + sum(map(operator.mul, [1], [2]))
def main(arguments=None):
    import subprocess, socket
    subprocess.run(["ls"]), setattr(main, "x", 1), exec("1")
if __name__ == "__main__":
    main()
"""


DEEP = {
    "elif": b"if 1:\n pass\n" + b"elif 1:\n pass\n" * 3000,
    "minus": b"x = " + b"-" * 50_000 + b"1",
    "call": b"x = a" + b"()" * 25_000,
    "lambda": b"x = " + b"lambda: " * 7000 + b"1",
    "attribute": b"x = a" + b".a" * 25_000,
    "dots": b"import a" + b".a" * 100_000,
    "long": b"x = 1\n" * 20_000,
}


@pytest.mark.parametrize("kind", sorted(DEEP))
def test_what_cannot_be_read_could_hide_anything(kind):
    """None of it may break the checker, for then a wrong answer would wait for a mark for ever, or hold up others."""
    started = time.monotonic()
    assert source.means_to_hide(DEEP[kind])
    source.names_reached(DEEP[kind], "convolve")
    assert time.monotonic() - started < 30  # seconds; a second is usual, and minutes were what it took


def test_ordinary_code_is_no_suspect():
    assert source.means_to_hide(ORDINARY.encode()) == []
    for exercise in exercises():
        assert source.means_to_hide(exercise.solution.read_bytes()) == [], exercise.name
    asking = [exercise for exercise in exercises() if "means_to_hide()" in exercise.checks.read_text("utf-8")]
    right = [answer.path for exercise in asking for answer in collected("wheat", exercise.name)]
    assert right
    for path in right:
        assert source.means_to_hide(path.read_bytes()) == [], path


@pytest.mark.parametrize(
    "text",
    [
        "import sys\nsys.setprofile(None)", "from sys import setprofile", "from sys import *", "from os import *",
        "import ctypes", "import gc as g", "exec('x')", "eval('x')", "__import__('sys')", "import importlib.util",
        "getattr(sys, 'set' + 'profile')", "getattr(sys, 'setprofile')", "f = getattr", "sys.__dict__['x']", "vars(sys)",
        "().__class__.__base__.__subclasses__()", "open(3, 'wb')", "import os\nos.write(3, b'')", "os.fdopen(3)",
        "from checker import wire", "sys.modules['x']", "tf.py_function(f, [], [])", "def main(): exec('x')\nmain()",
        "def main(): exec('x')\ndef convolve(): return main()", "from operator import attrgetter",
        "lambda: f.__globals__", "globals()['x']", "setattr(sys, 'x', 1)", "import threading",
    ],
)  # fmt: skip
def test_means_to_hide_are_found(text):
    assert source.means_to_hide(text.encode())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("import keras\ndef convolve(x): return keras.ops.conv(x)", "conv"),
        ("from keras.ops import conv as f\ndef convolve(x): return f(x)", "conv"),
        ("import keras\ndef convolve(x): return g(x)\ndef g(x): return h(x)\nh = lambda x: keras.ops.conv(x)", "conv"),
        ("def convolve(x):\n    from keras.ops import conv as f\n    return f(x)", "conv"),
        ("layer = keras.layers.Conv2D(1, 3)\ndef convolve(x): return layer(x)", "Conv2D"),
        ("layer = make({'class_name': 'Conv2D'})\ndef convolve(x): return layer(x)", "Conv2D"),
        ("class A:\n    def f(self, x): return keras.ops.conv(x)\ndef convolve(x): return A().f(x)", "conv"),
    ],
)  # fmt: skip
def test_names_that_a_function_reaches(text, name):
    assert name in [found for _, found in source.names_reached(text.encode(), "convolve")]


def test_names_that_it_does_not_reach():
    text = "import keras\ndef build(): return keras.layers.Conv2D(1, 1)\ndef convolve(x): return x.sum()\n"
    text += "if __name__ == '__main__':\n    print(keras.ops.conv(convolve))\n"
    assert [name for _, name in source.names_reached(text.encode(), "convolve")] == ["sum"]
    assert source.names_reached(b"def convolve(:", "convolve") == []
    assert source.means_to_hide(b"\xff\xfe") == []
