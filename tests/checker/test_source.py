"""What is read from a file's text: ordinary code is no suspect, and means to hide something are found."""

import time

import pytest

from checker.exercises import exercises
from checker.learner import source
from tests.support.answers import collected, parts

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
def test_what_is_nested_or_long_is_read_in_time_or_not_at_all(kind):
    """None of it may break the checker, for then a wrong answer would wait for a mark for ever, or hold up others."""
    started = time.monotonic()
    source.means_to_hide(DEEP[kind])
    assert source.means_to_hide(DEEP[kind] + b"\nexec('x')")
    assert time.monotonic() - started < 30  # seconds; a second is usual, and minutes were what it took


def test_ordinary_code_is_no_suspect():
    assert source.means_to_hide(ORDINARY.encode()) == []
    for exercise in exercises():
        assert source.means_to_hide(exercise.solution.read_bytes()) == [], exercise.name
    asking = [exercise for exercise in exercises() if "means_to_hide()" in exercise.checks.read_text("utf-8")]
    right = [answer for exercise in asking for answer in collected("wheat", exercise.name)]
    assert right
    for answer in right:
        assert source.means_to_hide(answer.path.read_bytes(), parts(answer.exercise)) == [], answer.name


@pytest.mark.parametrize(
    "text",
    [
        "import sys\nsys.setprofile(None)", "from sys import setprofile", "from sys import *", "from os import *",
        "import ctypes\nctypes.CDLL(None)", "import gc as g\ng.get_objects()", "exec('x')", "eval('x')", "__import__('sys')",
        "import importlib.util\nimportlib.util.find_spec('x')", "from importlib import util\nutil.find_spec('x')",
        "getattr(sys, 'set' + 'profile')", "getattr(sys, 'setprofile')", "f = getattr", "sys.__dict__['x']", "vars(sys)",
        "().__class__.__base__.__subclasses__()", "open(3, 'wb')", "import os\nos.write(3, b'')", "os.fdopen(3)",
        "from checker import wire\nwire.pack(1)", "sys.modules['x']", "tf.py_function(f, [], [])", "def main(): exec('x')\nmain()",
        "def main(): exec('x')\ndef convolve(): return main()", "from operator import attrgetter",
        "lambda: f.__globals__", "globals()['x']", "setattr(sys, 'x', 1)", "import threading\nthreading.Thread()",
        "if __name__ != '__main__':\n    sys.setprofile(None)", "class main:\n    sys.setprofile(None)",
        "class main:\n    def __init__(self): sys.setprofile(None)\ndef convolve(): main()",
        "if __name__ == '__main__':\n    pass\nelse:\n    exec('x')", "__name__ = '__main__'\nif __name__ == '__main__':\n    exec('x')",
        "@run\ndef f(): exec('x')", "f = lambda: exec('x')", "def f(x=exec('x')): pass", "o = open\no(3)", "import gc\nuse(gc)",
        "class A:\n    def f(self): exec('x')\ndef convolve(): return x.f()",
    ],
)  # fmt: skip
def test_means_to_hide_are_found(text):
    assert source.means_to_hide(text.encode())


def test_what_did_not_run_hides_nothing():
    text = b"""
import gc, inspect, pdb, pickle, sys
sys.setrecursionlimit(5000)
def load(path): return pickle.load(open(path, 'rb'))
def build_model(): return vars(load(3))
def convolve(x):
    gc.collect()
    return help_out(x)
def help_out(x): return x.sum()
def look(x): breakpoint()
class Notes:
    def write(self, name): exec(name)
if __name__ == '__main__':
    load('x')
"""
    assert source.means_to_hide(text, {"convolve"}) == []
    assert [name for _, name in source.means_to_hide(text, {"look"})] == ["breakpoint"]
    assert {line for line, _ in source.means_to_hide(text)} == {4, 5, 10, 12}
    assert source.means_to_hide(b"\xff\xfe") == source.means_to_hide(b"def convolve(:") == []
