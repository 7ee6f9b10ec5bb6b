"""Each kind of bad answer ends in one clear outcome with the learner's file and line; the other checks still run."""

import sys

import numpy as np
import pytest

from checker.exercises import exercises, rubric
from checker.failures import Failure
from checker.learner.code import Learner
from checker.outcomes import fields
from checker.rubric.expect import expect_array, expect_tuple
from checker.sandbox import limits, process
from tests.support.answers import check, compose, doing, firsts, outcomes, parts, some_exercise

pytestmark = pytest.mark.slow

EXERCISE = some_exercise()
FUNCTIONS = [part for part in parts(EXERCISE.name) if "." not in part]
BUILDING, BUILD = next(
    (exercise, part) for exercise in exercises() for part in parts(exercise.name) if part.startswith("build_")
)

# What the first function to write does in the place of its work; a piece of what the message says.
DOES = {
    "endless loop": ("while True:\n    pass", "no answer after 2 s"),
    "sleep": ("import time\ntime.sleep(1e6)", "no answer after"),
    "sys.exit": ("import sys\nsys.exit(0)", "SystemExit: 0"),
    "quit": ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    "os._exit": ("import os\nos._exit(0)", "exit status 0"),
    "print flood": ("while True:\n    print('x' * 10_000)", "printed more than"),
    "crash": ("import ctypes\nctypes.string_at(0)", "SIGSEGV"),
    "abort": ("import os\nos.abort()", "SIGABRT"),
    "killed": ("import os\nos.kill(os.getpid(), 9)", "SIGKILL"),
    "10 GB": ("return np.ones((10, 1024, 1024, 256), 'float32')", "2.5 GB of memory"),
    "10 TB": ("return np.ones((10, 2**40))", "MemoryError"),
    "lazy 3 GB": ("return np.zeros((3, 2**30), 'uint8'), 1", "3,072 MB"),
    "recursion": (f"return {FUNCTIONS[0]}(*arguments)", "RecursionError"),
    "closed files": ("import os\nos.closerange(0, 99)", "ended the process"),
    "kills its parent": (
        "import os\nos.kill(os.getppid(), 9)\nimport time\ntime.sleep(9)",
        "SIGKILL" if sys.platform == "linux" else "closed its connection",
    ),
    "stops itself": ("import os\nos.kill(os.getpid(), 19)", "gave no answer after"),
    "raises": ("return arguments / nothing", "NameError: name 'nothing'"),
    "raises oddly": ("raise Odd", "Odd: <its text failed"),
    "own NotImplementedError": ("raise NotImplementedError", "NotImplementedError"),
    "prints controls": ("print('\\x1b[2J' * 3)\nraise ValueError('\\x1b[31mred')", "\\x1b[31m"),
    "returns None": ("return None", "None"),
    "returns objects": ("return np.array([{}, print])", "ndarray"),
}
CLASSES = """
import numpy as np


class Odd(Exception):
    def __str__(self):
        raise ValueError


class Same:
    shape = (6, 2)

    def __eq__(self, other):
        return True
"""

# What stands behind the solution, FIRST and LAST for the first and the last function; the function that is judged; a
# piece of what the message says; whether it names a line of the file.
STANDS = {
    "wrong arity": ("def FIRST():\n    return 1", 0, "takes 0 positional arguments", True),
    "missing function": ("del FIRST", 0, "it is missing", False),
    "misspelled": ("FIRSTT = FIRST\ndel FIRST\ndef FIRST_(*arguments):\n    pass", 0, "is missing", False),
    "not a function": ("FIRST = 3", 0, "'int' object is not callable", False),
    "the last raises": ("def LAST(*arguments):\n    return 1 / 0", -1, "ZeroDivisionError", True),
}
AT_LOAD = {  # where a hint says what to do, a piece of it
    "parses not": ("def broken(:\n", "SyntaxError", True),
    "imports not": ("import numpyy", "ModuleNotFoundError", True),
    "import exits": ("import sys\nsys.exit(3)", "SystemExit: 3", True),
    "import ends all": ("import os\nos._exit(0)", "exit status 0", False),
    "import works without end": ("while True:\n    pass", "no answer after", True, "a loop that never ends?"),
    "import runs it all": (
        "def main():\n    print('epoch 1')\n    while True:\n        pass\n\n\nmain()",
        "no answer after",
        True,
        'main() runs when the file is imported: call it below `if __name__ == "__main__":` only.',
    ),
}

# What is returned in the place of a right `model` whose input has this `shape`; a piece of what the message says.
MODELS = {  # where a hint says what to do, a piece of it
    "None": ("None", "None"),
    "text": ("'model'", "'model' (a str)"),
    "a tuple": ("(model, 3)", "a tuple (a Keras model, 3 (a int))", "Return the model alone"),
    "layers": ("model.layers", "the layer ", "Make a model of the layers: keras.Sequential([...])"),
    "an output": ("model.outputs[0]", "a KerasTensor of shape (None, ", "Return the network: keras.Model(inputs, outputs)"),
    "a partial activation": (
        "keras.Sequential([keras.Input(shape), keras.layers.Dense(1, activation=partial(twice)), model])", "partial",
        "give activations by name, or use layers",
    ),
    "not built": ("keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10)])", "no shapes yet"),
    "of another input": (
        "keras.Sequential([keras.Input((7,)), keras.layers.Dense(9, 'relu'), keras.layers.Dense(10)])", "(None, 7)",
    ),
    "lambda layer": ("keras.Sequential([keras.Input(shape), keras.layers.Lambda(lambda x: x), model])", "Lambda"),
    "own layer": ("keras.Sequential([keras.Input(shape), Layer(), model])", "Layer"),
    "own model": ("called(Mine(), shape)", "the class Mine"),
    "own activation": ("keras.Sequential([keras.Input(shape), keras.layers.Dense(1, activation=twice), model])", "twice"),
    "lambda activation": (
        "keras.Sequential([keras.Input(shape), keras.layers.Dense(1, activation=lambda x: x * x), model])", "a lambda",
    ),
    "huge, 1 GB": (
        "keras.Sequential([keras.Input((800,)), keras.layers.Flatten(), keras.layers.Dense(300_000, 'relu'),"
        " keras.layers.Dense(10)])", "more than",
    ),
    "with outputs by name": (
        "keras.Model(model.inputs, {'scores': model.outputs[0]})", "a dict with scores", "One output is wanted",
    ),
    "with outputs in a list": (
        "keras.Model(model.inputs, [model.outputs[0]] * 2)", "a list (float32 (", "One output is wanted",
    ),
    "untold": ("Untold([keras.Input(shape), model])", "Untold"),
}  # fmt: skip
MODEL_CLASSES = """
from functools import partial

import keras
import numpy as np


class Layer(keras.layers.Layer):
    def call(self, x):
        return x


class Mine(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = keras.layers.Dense(10)

    def call(self, x):
        return self.dense(keras.ops.reshape(x, (-1, int(np.prod(x.shape[1:])))))


class Untold(keras.Sequential):
    def get_config(self):
        raise RuntimeError("no")


def called(model, shape):
    model(np.zeros((1, *shape)))
    return model


def twice(x):
    return 2 * x


_solved = BUILD


def BUILD(*arguments):
    model = _solved(*arguments)
    shape = model.inputs[0].shape[1:]
    return MODEL
"""


@pytest.fixture
def judged(tmp_path, monkeypatch, request):
    """Check an answer; call it with the exercise and the text. Returns the session, and the message of a check."""
    if "GB" not in request.node.name:  # an allocation takes its time; all others need not wait for the full limits
        monkeypatch.setattr(process, "ONE_CALL", limits.Limits(cpu_seconds=2, wall_seconds=6))

    def judge(exercise, text):
        path = tmp_path / f"{exercise.name}.py"
        path.write_text(text, encoding="utf-8")
        return check(exercise.name, path)

    return judge


def first_about(exercise, function):
    """The name of the first check on a function, whose title begins with it."""
    return next(each.name for each in rubric(exercise) if each.title.startswith(f"{function}()"))


def told(outcome, exercise, name):
    """The message of a check, as `{label: text}`."""
    return dict(fields(outcome.results.find(exercise.name, name), outcome.results.learners[exercise.name]))


def expect_one_message(outcome, exercise, first, piece, names_line=True):
    """The first check that fails is `first`, its message is clear, and nothing broke; returns all outcomes."""
    found = outcomes(outcome)
    assert "error" not in found.values(), [result.message for result in outcome.results if result.outcome == "error"]
    assert firsts(outcome)[0] == first
    message = told(outcome, exercise, first)
    assert piece in message["got"]
    assert "\x1b" not in str(message)
    assert ("at" in message) == names_line
    return found


@pytest.mark.parametrize("name", DOES)
def test_what_a_function_does_ends_in_one_clear_message(name, judged):
    statement, piece = DOES[name]
    outcome = judged(EXERCISE, doing(EXERCISE.name, statement, before=CLASSES))
    found = expect_one_message(outcome, EXERCISE, first_about(EXERCISE, FUNCTIONS[0]), piece)
    assert "pass" in found.values(), "the other checks did not run"


def test_an_exception_that_several_checks_meet_is_told_by_the_first_and_a_missing_return_lets_the_others_wait(judged):
    first = first_about(EXERCISE, FUNCTIONS[0])
    raises = judged(EXERCISE, doing(EXERCISE.name, "return arguments / nothing"))
    failed = firsts(raises)
    assert failed[0] == first
    assert "hint" in told(raises, EXERCISE, first)
    same = [told(raises, EXERCISE, name) for name in failed[1:]]
    assert same == [{"got": f"the same as {EXERCISE.name}.{first}: NameError: name 'nothing' is not defined"}] * len(
        same
    )
    returns_none = judged(EXERCISE, doing(EXERCISE.name, "return None"))
    assert firsts(returns_none) == [first]
    assert {name for name, found in outcomes(returns_none).items() if found == "wait"} >= set(failed[1:])


@pytest.mark.parametrize("name", STANDS)
def test_a_function_that_is_not_as_it_should_be_ends_in_one_clear_message(name, judged):
    text, which, piece, names_line = STANDS[name]
    text = text.replace("FIRST", FUNCTIONS[0]).replace("LAST", FUNCTIONS[-1])
    outcome = judged(EXERCISE, compose(EXERCISE.name, text))
    found = expect_one_message(outcome, EXERCISE, first_about(EXERCISE, FUNCTIONS[which]), piece, names_line)
    assert "pass" in found.values(), "the other checks did not run"


@pytest.mark.parametrize("name", AT_LOAD)
def test_a_file_that_cannot_be_loaded_ends_in_one_clear_message_and_all_checks_wait(name, judged):
    text, piece, names_line, *hint = AT_LOAD[name]
    outcome = judged(EXERCISE, compose(EXERCISE.name, text))
    first = rubric(EXERCISE)[0].name
    found = expect_one_message(outcome, EXERCISE, first, piece, names_line)
    assert all(each in told(outcome, EXERCISE, first)["hint"] for each in hint)
    assert "printed" not in told(outcome, EXERCISE, first)
    assert set(list(found.values())[1:]) == {"wait"}


@pytest.mark.parametrize("name", MODELS)
def test_a_model_that_cannot_be_judged_ends_in_one_clear_message(name, judged):
    model, piece, *hint = MODELS[name]
    text = MODEL_CLASSES.replace("BUILD", BUILD).replace("MODEL", model)
    outcome = judged(BUILDING, compose(BUILDING.name, text))
    first = first_about(BUILDING, BUILD)
    found = expect_one_message(outcome, BUILDING, first, piece)
    assert all(each in told(outcome, BUILDING, first)["hint"] for each in hint)
    assert "pass" in found.values(), "the other checks did not run"


# What is returned where a float32 array (6, 2) of zeros is wanted, alone or as the first of two; a piece of what is told.
VALUES = {
    "None": ("None", "None"),
    "text": ("'images'", "'images' (a str)"),
    "lists": ("np.zeros((6, 2)).tolist()", "a list"),
    "objects": ("np.array([{}, print])", "ndarray"),
    "what equals all": ("Same()", "Same"),
    "a nest without end": ("nest()", "nested too deeply"),
    "a huge number": ("10**6000", ""),
    "not a number": ("np.zeros((6, 2), 'float32') * np.float32('nan')", "nan"),
    "another dtype": ("np.zeros((6, 2))", "float64"),
    "another shape": ("np.zeros((6, 2, 1), 'float32')", "(6, 2, 1)"),
    "3 GB": ("np.zeros((3, 2**30), 'uint8')", "3,072 MB"),
}
RETURNS = """

def nest():
    x = []
    x.append(x)
    return x


def one():
    return VALUE


def two():
    return VALUE, np.zeros(3)


def none_of_it():
    return np.zeros((6, 2), "float32")
"""


@pytest.fixture
def learner(tmp_path):
    """Call it with the value that the functions return."""
    made = []

    def make(value):
        path = tmp_path / "answer.py"
        path.write_text(CLASSES + RETURNS.replace("VALUE", value), encoding="utf-8")
        made.append(Learner("answer", path, seed=1))
        return made[-1]

    yield make
    for each in made:
        each.close()


def expect_zeros(value):
    expect_array(value, "what it returned", (6, 2), "float32", np.zeros((6, 2)))


@pytest.mark.parametrize("name", VALUES)
def test_a_value_of_another_kind_is_told_wherever_it_stands_and_the_next_call_is_answered(name, learner):
    value, piece = VALUES[name]
    answer = learner(value)
    with pytest.raises(Failure) as alone:
        expect_zeros(answer.one())
    with pytest.raises(Failure) as first:
        expect_zeros(expect_tuple(answer.two(), 2, "what two() returned")[0])
    assert piece in alone.value.got
    assert piece in first.value.got
    expect_zeros(answer.none_of_it())


def test_one_array_in_the_place_of_two_is_told(learner):
    with pytest.raises(Failure) as failure:
        expect_tuple(learner("np.zeros((6, 2), 'float32')").one(), 2, "what one() returned")
    assert failure.value.got == "float32 (6, 2)"


def test_what_the_code_printed_is_shown_with_a_failure_and_cut_where_it_is_long(judged):
    text = doing(EXERCISE.name, "print('first', len(arguments))\nprint('y' * 100_000)\nreturn None")
    printed = told(judged(EXERCISE, text), EXERCISE, first_about(EXERCISE, FUNCTIONS[0]))["printed"]
    assert printed.startswith("first ")
    assert "[cut: " in printed
    assert len(printed) < 2000


@pytest.mark.parametrize(
    "line",
    [
        "return arguments / nothing",
        "while True: pass  # here",
        "import os; os.abort()",
        "import os; os.kill(os.getpid(), 11)",
    ],
)
def test_the_line_that_is_named_is_the_one_to_look_at(line, judged):
    text = doing(
        EXERCISE.name, "return helper(arguments)", before=f"def helper(arguments):\n    print(1)\n    {line}\n"
    )
    outcome = judged(EXERCISE, text)
    result = outcome.results.find(EXERCISE.name, first_about(EXERCISE, FUNCTIONS[0]))
    number, function = result.failure.where
    assert function == "helper"
    assert text.splitlines()[number - 1].strip() == line
