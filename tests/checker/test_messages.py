"""What a message says of a beginner's mistake: the words that help, and none that lead astray."""

import re

import pytest

from checker.failures import Failure
from checker.learner.code import Learner
from checker.learner.loading import wrong_kind
from checker.learner.raised import Raised
from checker.text import readable
from checker.worker.explain import explain, similar
from checker.worker.exports import describe

# What a function does, or the body of one; words of the hint, in their order.
HINTS = {
    # A class where an object is wanted.
    "keras.Sequential([keras.Input((4,)), layers.Flatten, layers.Dense(2)])": "Flatten is a class, and Keras needs an object of it: add parentheses, Flatten()",
    "x = keras.Input((4, 4, 1))\nreturn layers.Flatten(x)": "first pair, of Flatten(...), takes settings, the second one",
    "x = keras.Input((4,))\nreturn layers.BatchNormalization(x)": "The first pair, of BatchNormalization(...)",
    "layers.Dense(3)(layers.Flatten())": "This input is the layer Flatten itself",
    "compiled(optimizer=keras.optimizers.Adam)": "Adam is a class, and Keras needs an object of it",
    # NumPy and TensorFlow where there are no values yet.
    "np.maximum(keras.Input((4,)), 0)": "use keras.layers or keras.ops here, not NumPy or TensorFlow",
    "import tensorflow as tf\nreturn tf.nn.relu(keras.Input((4,)))": "use keras.layers or keras.ops here",
    "return [0 for each in keras.Input((4,))]": "use keras.layers or keras.ops here",
    # What cannot be set, or cannot hold it.
    "x = keras.ops.zeros(3)\nx[0] = 1\nreturn x": "fill a NumPy array, or join the parts with keras.ops.stack",
    "x = np.zeros(3, 'uint8')\nx /= 255\nreturn x": "can't hold fractions: convert it first, with astype",
    # What a check has not.
    "return breakpoint()": "take breakpoint() out; or check with `--debug`",
    "input('How many? ')": "take input() out",
    # A tape, and an optimizer, that did its work already.
    "return slopes(slopes(1))": "A tape gives gradients only once",
    "return fitted(keras.optimizers.SGD(), 2)": "An optimizer belongs to one model",
    # Arguments that there are not.
    "keras.losses.SparseCategoricalCrossentropy(logits=True)": "has no argument `logits`; its arguments are from_logits,",
    "layers.Conv2D(8, 3, stride=2)": "Conv2D has no argument `stride`: here it is called `strides`",
    "layers.Conv2D(8, kernel_sise=3)": "Conv2D needs `kernel_size`: is something missing here, or misspelled?",
    "layers.Dense(8, bias=False)": "Dense has no argument `bias`: here it is called `use_bias`",
    "keras.optimizers.Adam(lr=0.1)": "Adam has no argument `lr`: here it is called `learning_rate`",
    "compiled(metric=['accuracy'])": "has no argument `metric`: did you mean `metrics`?",
    "keras.ops.sum(np.ones(3), dim=0)": "sum has no argument `dim`: here it is called `axis`",
    "helper(3, colour=1)": "helper has no argument `colour`; its argument is value.",
    "helper(3, 4)": "helper() takes other arguments than it gets here.",
    # Names that there are not.
    "layers.Dense(8, 'rleu')": 'There is no activation "rleu": did you mean `relu`?',
    "layers.Activation('sofmax')": "did you mean `softmax`?",
    "compiled('adma')": "did you mean `adam`?",
    "compiled('lamb')": "write `keras.optimizers.Lamb()`",
    "layers.Dense(8, kernel_initializer='he_nromal')": "did you mean `he_normal`?",
    "keras.layer.Dense(8)": "keras has no `layer`: did you mean `layers`?",
    "layers.dense(8)": "keras.layers has no `dense`: did you mean `Dense`?",
    "np.reshpe(np.ones(4), (2, 2))": "numpy has no `reshpe`: did you mean `reshape`?",
    "np.ones(3).astype('flaot32')": "did you mean `float32`?",
    "images = 3\nreturn imges": "did you mean `images`?",
    "return Dense(8)": "`Dense` is in keras.layers: write `keras.layers.` in front of it",
    "return tf.ones(3)": "`tf` must be imported at the top of the file: import tensorflow as tf",
    "from keras.layers import Desne": "did you mean `Dense`?",
    "import numpyy": "There is no module `numpyy`: did you mean `numpy`?",
    # `/` for `//`.
    "np.zeros((4 / 2, 3))": "`/` gives a float, even for 4 / 2; `//` divides whole numbers.",
    "range(4 / 2)": "`//` divides whole numbers",
    "np.ones(9)[: 9 / 3]": "`//` divides whole numbers",
    "layers.Dense(8 / 4)": "`//` divides whole numbers",
    "keras.ops.zeros((2, 6 / 3))": "`//` divides whole numbers",
    # A missing return.
    "nothing()[0]": "a function without `return` returns None",
    "nothing().shape": "a function without `return` returns None",
    # Words from elsewhere.
    "np.ones(4).unsqueeze(-1)": "`unsqueeze` is a word of PyTorch. In keras.ops it is called `expand_dims`.",
    "np.ones(4).view(-1, 2, 2)": "`view` is a word of PyTorch. In keras.ops it is called `reshape`.",
    "keras.ops.sum(keras.ops.ones(3)).backward()": "`backward` is a word of PyTorch. TensorFlow computes gradients with a tape",
    "keras.Sequential([]).parameters()": "A Keras model has `trainable_weights`.",
    "nn.Linear(3, 4)": "`nn` is a name from PyTorch: the exercise is written with keras.layers",
    "layers.Linear(4)": "is called `Dense`",
    "layers.Conv2d(1, 8, 3)": "It is called `Conv2D`",
    "import torch": "This is PyTorch, another library",
    "import tensorflow as tf\nreturn tf.Session()": "`Session` is a word of TensorFlow 1.",
    "import tensorflow as tf\nreturn tf.log(1.0)": "look for it in keras.ops",
    "from keras.utils import np_utils": "`np_utils` is a word of an older Keras.",
    "from keras import backend as K\nreturn K.mean(3)": "look for `mean` in keras.ops",
    "import keras.layers.core": "keras.layers has no module `core`",
    "layers.Conv2D(1, 16, 3, strides=2)": "number of input channels by itself. Leave it out, and begin with filters and kernel_size",
    "layers.Dense(64, 10, activation='relu')": "number of its inputs by itself. Leave it out, and begin with units",
    "layers.Dense(64, 10)": "number of its inputs by itself. Leave it out, and begin with units",
    # Shapes.
    "keras.Sequential([keras.Input((8, 8, 1)), layers.Conv2D(1, 16, 3)])": "The kernel is 16x16 here. Begin with filters and kernel_size",
    "keras.Sequential([keras.Input((8, 4, 1)), layers.Conv2D(8, 5)])": "A kernel of 5x5 does not fit into 8x4 pixels",
    "keras.Sequential([keras.Input((4, 20)), layers.Conv1D(8, 5)])": "A kernel of 5 does not fit into 4 pixels",
    "keras.Input(8, 8, 1)": "The shape of keras.Input is one tuple",
    "keras.Input((64))": "A tuple of one number has a comma: (64,).",
    "keras.Sequential([keras.Input((8, 8)), layers.Conv2D(8, 3)])": "A grey image has one channel",
    "keras.Sequential([keras.Input((64,)), layers.Conv2D(8, 3)])": "gets flat rows",
    "keras.Sequential([keras.Input((64,)), layers.Reshape((-1, 4, 4, 4)), layers.Conv2D(8, 3)])": "leave out the axis of the batch",
    "keras.Sequential([keras.Input((64,)), layers.Reshape((-1, 4, 4, 4)), layers.Conv2DTranspose(8, 3)])": "axis too many",
    "keras.Sequential([keras.Input((None, 8, 8, 1)), layers.Flatten(), layers.Dense(3)])": "one axis too many?",
    "keras.Sequential([keras.Input((64,)), layers.Reshape((8, 9))])": "Compare the products of the two shapes.",
    "keras.Sequential(keras.Input((4,)), layers.Dense(2))": "Sequential takes one list",
    # Nothing is known of these: no word is better than a wrong one.
    "{}['images']": "",
    "return grad": "Is the name spelled as in its definition",
    "helper(3, decay=1)": "helper has no argument `decay`; its argument is value.",
    "return xrange(3)": "`xrange` is a word of Python 2. It is called `range`.",
    "d_loss = 1\nreturn g_loss": "Is the name spelled as in its definition",
    "keras.ops.nothing_like_it(3)": "",
    "layers.Dense(8, 'nothing_like_it')": "",
}  # fmt: skip
ANSWER = """
import keras
import numpy as np
from keras import layers


def helper(value):
    return value


def nothing():
    pass


def slopes(x):
    import tensorflow as tf

    x = tf.Variable(float(x))
    with tf.GradientTape() as tape:
        y = x * x
    return tape.gradient(y, x) + tape.gradient(y, x)


def fitted(optimizer, times):
    for _ in range(times):
        model = keras.Sequential([keras.Input((4,)), layers.Dense(2)])
        model.compile(optimizer, "mse")
        model.fit(np.zeros((3, 4)), np.zeros((3, 2)), verbose=0)


def compiled(*arguments, **settings):
    keras.Sequential([keras.Input((4,)), layers.Dense(2)]).compile(*arguments, **settings)
"""


@pytest.fixture(scope="module")
def learner(tmp_path_factory):
    """One worker for all of them: the function `case_N` does what the Nth line of `HINTS` says."""
    text = ANSWER
    for number, body in enumerate(HINTS):
        lines = body if "return" in body or body.startswith(("import", "from")) else f"return {body}"
        text += f"\n\ndef case_{number}():\n" + "".join(f"    {line}\n" for line in lines.splitlines())
    path = tmp_path_factory.mktemp("answer") / "answer.py"
    path.write_text(text, encoding="utf-8")
    learner = Learner("answer", path, seed=1)
    yield learner
    learner.close()


@pytest.mark.parametrize("body", HINTS)
def test_a_mistake_is_named_in_words_that_help(body, learner):
    with pytest.raises(Failure) as failure:
        learner.call(f"case_{list(HINTS).index(body)}", returns="nothing")
    assert HINTS[body] in failure.value.hint
    assert HINTS[body] or not failure.value.hint
    assert failure.value.where


# Lines of a file that Python cannot read; words of the hint; the characters that the message points to.
UNREADABLE = {
    "x = (3 / 255\ny = 2\n": ("This ( is opened here and never closed.", "("),
    "x = [\n    f(1),\n    f(2),\n)\n": ("A [ was opened in line 1: close it before this ).", ")"),
    "x = f(3))\n": ("This ) closes nothing", ")"),
    "x = 'float32\n": ("The text that begins here has no closing quote in the same line", "'"),
    'def f():\n    """Text.\n    return 3\n': ("The text that begins here, with three quotes, is never closed.", '"'),
    "if 1:\n        x = 1\n\ty = 2\n": ("Tabs and spaces are mixed", ""),
    "x = f(\u201cfloat32\u201d)\n": ("typographic quote", "\u201c"),
    "x = f(\u2018float32\u2019)\n": ("typographic quote", "\u2018"),
    "print x\n": ("In Python 3, print is a function", "print x"),
    "print 'x'\n": ("In Python 3, print is a function", "print 'x'"),
    "def f()\n    return 3\n": ("ends in a colon", ""),
    "x = [f(1)\n    f(2)]\n": ("A comma is missing", "f(1)"),
    "def f():\n    x = 1\n      y = 2\n": ("indented more than the one before it", ""),
    "def f():\n    if 1:\n        x = 1\n      y = 2\n": ("line it up", ""),
    "def f():\n\nx = 1\n": ("A block begins in line 1 (function definition)", ""),
    "def f():\n    x = 1\nreturn x\n": ("begins too far to the left", "return x"),
    "!pip install keras\n": ("for notebooks only", ""),
    "%matplotlib inline\n": ("for notebooks only", ""),
    ">>> x = 3\n": ("The prompt was copied with the code", ""),
    "<<<<<<< HEAD\nx = 1\n": ("two versions of the code", ""),
    "if x = 3:\n    pass\n": ("== asks whether two values are the same", ""),
    "if 1:\n    pass\nelse if 2:\n    pass\n": ("one word, elif", ""),
    "x\u00a0= 3\n": ("invisible special space", "\u00a0"),
    "x = 3 +\n": ("Look for a missing bracket, quote, comma or colon", ""),
}


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_file_that_python_cannot_read_is_told_with_line_text_and_place(text, tmp_path):
    words, pointed = UNREADABLE[text]
    path = str(tmp_path / "answer.py")
    (tmp_path / "answer.py").write_text(text, encoding="utf-8")
    with pytest.raises(SyntaxError) as error:
        compile(text, path, "exec")
    told, more = describe(error.value, path), explain(None, error.value, path, None)
    raised = Raised.read("answer.py", told["type"], told["message"], told["frames"], more)
    failure = raised.failure("answer", "import answer", None, "")
    assert words in failure.hint
    assert failure.hint.endswith("Nothing else can be checked until you fix this.")
    _, beginning, *pointing = failure.got.splitlines()
    line, caret = pointing or (beginning, "")
    assert readable(text.splitlines()[failure.where[0] - 1].strip()) in line
    if pointed:
        assert line[caret.index("^") :][: caret.count("^")].startswith(readable(pointed))


def test_a_name_is_taken_for_another_only_where_it_is_much_like_it():
    assert similar("rleu", ["relu", "elu", "selu", "gelu"]) == ["relu"]
    assert similar("Conv2d", ["Conv2D", "Conv3D", "Conv1D"])[0] == "Conv2D"
    assert similar("adma", ["adamax", "adam", "adamw"])[0] == "adam"
    assert similar("ReLu", ["elu", "relu"])[0] == "relu", "upper case counts least"
    assert similar("sum", ["sub", "mum"]) == []
    assert similar("x", ["X_", "y"]) == []
    assert similar("d_loss", ["g_loss"], careful=True) == []
    for one, other in (("loss", "d_loss"), ("conv1", "conv2"), ("conv1", "conv"), ("g_optimizer", "d_optimizer")):
        assert similar(one, [other], careful=True) == []
    for one, other in (
        ("image", "images"),
        ("d_optimiser", "d_optimizer"),
        ("as_type", "astype"),
        ("imgaes", "images"),
    ):
        assert similar(one, [other, "labels"], careful=True) == [other]
    assert similar("conv", ["dense", "flatten"]) == []


LEFT = """
def first():
    raise NotImplementedError("answer.first is yours to write")
    return 3


def last(x):
    \"\"\"Text.\"\"\"
    x.append(3)
    raise NotImplementedError("answer.last is yours to write")


def none():
    \"\"\"Text.\"\"\"
    # A note.
    raise NotImplementedError("answer.none is yours to write")
"""


def test_a_raise_that_was_left_standing_is_told_with_its_line(tmp_path):
    path = tmp_path / "answer.py"
    path.write_text(LEFT, encoding="utf-8")
    learner = Learner("answer", path, seed=1)
    try:
        found = {}
        for name, arguments in {"first": (), "last": ([],), "none": ()}.items():
            with pytest.raises(Failure) as failure:
                learner.call(name, *arguments)
            found[name] = failure.value
    finally:
        learner.close()
    assert {name: failure.outcome for name, failure in found.items()} == {
        "first": "fail",
        "last": "fail",
        "none": "todo",
    }
    assert "NotImplementedError is still raised, line 3: delete that line." in found["first"].hint
    assert "NotImplementedError is still raised, line 10: delete that line." in found["last"].hint


FILES = {
    b'{\n "cells": [\n  {"cell_type": "code"}], "nbformat": 4}': "a notebook",
    b"PK\x03\x04" + bytes(26) + b"answer.py": "a zip file",
    b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml" + bytes(300) + b"word/document.xml": "a Word document",
    b"\xa7\r\r\n" + bytes(12) + b"\xe3" + bytes(40): "compiled Python (.pyc)",
    b"": "an empty file",
    b"\n  \n": "an empty file",
    "import keras\n".encode("utf-16"): "text in UTF-16",
    b"%PDF-1.7\n": "a PDF file",
    b"<!DOCTYPE html>\n<html>": "a web page",
}


@pytest.mark.parametrize("content", FILES)
def test_a_file_of_another_kind_is_called_by_its_name(content, tmp_path):
    path = tmp_path / "answer.py"
    path.write_bytes(content)
    learner = Learner("answer", path, seed=1)
    with pytest.raises(Failure) as failure:
        learner.call("prepare")
    assert failure.value.got == FILES[content]
    assert re.search(r"answer\.py|UTF-8|python -m checker|download", failure.value.hint)


@pytest.mark.parametrize(
    "content", [b"import keras\n", b"# \xff\n", b"\xef\xbb\xbfx = 1\n", b"x = {'cells': 3}\n", b"{}\n"]
)
def test_a_python_file_is_taken_for_one(content, tmp_path):
    assert wrong_kind(content, tmp_path / "answer.py", "answer") is None
