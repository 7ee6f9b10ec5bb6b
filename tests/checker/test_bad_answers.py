"""Each kind of bad answer ends in one clear outcome with the learner's file and line; the other checks still run."""

import pytest

from checker.outcomes import fields
from checker.sandbox import limits, process
from tests.support.answers import check, firsts, outcomes

IMPORTS = "import keras\nimport numpy as np\n"
PREPARE = "def prepare(images, labels):\n"
BUILD = "def build_model():\n"

# name: (code, the check that fails first, a piece of what the message says, whether it names a line of the file)
BAD = {
    "endless loop": (PREPARE + "    while True:\n        pass", "prepare_shape", "no answer after 2 s", True),
    "sleep": (PREPARE + "    import time\n    time.sleep(1e6)", "prepare_shape", "no answer after", True),
    "sys.exit": (PREPARE + "    import sys\n    sys.exit(0)", "prepare_shape", "SystemExit: 0", True),
    "quit": (PREPARE + "    raise KeyboardInterrupt", "prepare_shape", "KeyboardInterrupt", True),
    "os._exit": (PREPARE + "    import os\n    os._exit(0)", "prepare_shape", "exit status 0", True),
    "print flood": (PREPARE + "    while True:\n        print('x' * 10_000)", "prepare_shape", "printed more than", True),
    "crash": (PREPARE + "    import ctypes\n    ctypes.string_at(0)", "prepare_shape", "SIGSEGV", True),
    "abort": (PREPARE + "    import os\n    os.abort()", "prepare_shape", "SIGABRT", True),
    "killed": (PREPARE + "    import os\n    os.kill(os.getpid(), 9)", "prepare_shape", "SIGKILL", True),
    "10 GB": (PREPARE + "    return np.ones((10, 1024, 1024, 256), 'float32')", "prepare_shape", "2.5 GB of memory", True),
    "10 TB": (PREPARE + "    return np.ones((10, 2**40))", "prepare_shape", "MemoryError", True),
    "lazy 3 GB": (PREPARE + "    return np.zeros((3, 2**30), 'uint8'), labels", "prepare_shape", "3,072 MB", True),
    "recursion": (PREPARE + "    return prepare(images, labels)", "prepare_shape", "RecursionError", True),
    "closed files": (PREPARE + "    import os\n    os.closerange(0, 99)", "prepare_shape", "ended the process", True),
    "kills its parent": (PREPARE + "    import os\n    os.kill(os.getppid(), 9)\n    import time\n    time.sleep(9)", "prepare_shape", "closed its connection", True),
    "stops itself": (PREPARE + "    import os\n    os.kill(os.getpid(), 19)", "prepare_shape", "gave no answer after", True),
    "raises": (PREPARE + "    return images / nothing", "prepare_shape", "NameError: name 'nothing'", True),
    "raises oddly": (
        "class Odd(Exception):\n    def __str__(self):\n        raise ValueError\n" + PREPARE + "    raise Odd",
        "prepare_shape", "Odd: <its text failed", True,
    ),
    "own NotImplementedError": (PREPARE + "    raise NotImplementedError", "prepare_shape", "NotImplementedError", True),
    "wrong arity": ("def prepare(images):\n    return images", "prepare_shape", "takes 1 positional argument", True),
    "missing function": ("del prepare", "prepare_shape", "it is missing", False),
    "misspelled": ("prepair = prepare\ndel prepare\ndef prepare_(i, l):\n    pass", "prepare_shape", "is missing", False),
    "not a function": ("prepare = 3", "prepare_shape", "'int' object is not callable", False),
    "returns None": (PREPARE + "    images = images / 255", "prepare_shape", "None", True),
    "returns one": (PREPARE + "    return images", "prepare_shape", "uint8 (6, 28, 28)", True),
    "returns text": (PREPARE + "    return 'images', 'labels'", "prepare_shape", "'images' (a str)", True),
    "returns lists": (PREPARE + "    return images.tolist(), labels", "prepare_shape", "a list", True),
    "returns objects": (PREPARE + "    return np.array([{}, prepare]), labels", "prepare_shape", "ndarray", True),
    "always equal": (
        "class Same:\n    def __eq__(self, other):\n        return True\n    shape = (6, 28, 28, 1)\n"
        + PREPARE + "    return Same(), labels", "prepare_shape", "Same", True,
    ),
    "nested without end": (
        PREPARE + "    x = []\n    x.append(x)\n    return x, labels", "prepare_shape", "nested too deeply", True
    ),
    "huge number": (PREPARE + "    return 10**6000, labels", "prepare_shape", "", True),
    "NaN": (PREPARE + "    return images[..., None] * np.float32('nan'), labels", "prepare_range", "nan", True),
    "wrong dtype": (PREPARE + "    return images[..., None] / 255, labels", "prepare_dtype", "float64", True),
    "wrong shape": (PREPARE + "    return images.astype('float32') / 255, labels", "prepare_shape", "(6, 28, 28)", True),
    "escapes": (PREPARE + "    print('\\x1b[2J' * 3)\n    raise ValueError('\\x1b[31mred')", "prepare_shape", "\\x1b[31m", True),
    "model None": (BUILD + "    model = keras.Sequential()", "output_shape", "None", True),
    "model text": (BUILD + "    return 'model'", "output_shape", "'model' (a str)", True),
    "model not built": (
        BUILD + "    return keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10)])",
        "output_shape", "no shapes yet", True,
    ),
    "model not callable": (
        BUILD + "    return keras.Sequential([keras.Input((784,)), keras.layers.Dense(9, 'relu'), keras.layers.Dense(10)])",
        "output_shape", "(None, 784)", True,
    ),
    "lambda layer": (
        BUILD + "    return keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Lambda(lambda x: x),"
        " keras.layers.Flatten(), keras.layers.Dense(10)])", "output_shape", "Lambda", True,
    ),
    "own layer": (
        "class Mine(keras.layers.Layer):\n    def call(self, x):\n        return x\n"
        + BUILD + "    return keras.Sequential([keras.Input((28, 28, 1)), Mine(), keras.layers.Flatten(),"
        " keras.layers.Dense(10)])", "output_shape", "Mine", True,
    ),
    "own model": (
        "class Mine(keras.Model):\n    def __init__(self):\n        super().__init__()\n"
        "        self.dense = keras.layers.Dense(10)\n    def call(self, x):\n"
        "        return self.dense(keras.ops.reshape(x, (-1, 784)))\n"
        + BUILD + "    model = Mine()\n    model(np.zeros((1, 28, 28, 1)))\n    return model",
        "output_shape", "the class Mine", True,
    ),
    "own activation": (
        "def twice(x):\n    return 2 * x\n" + BUILD + "    return keras.Sequential([keras.Input((28, 28, 1)),"
        " keras.layers.Flatten(), keras.layers.Dense(9, activation=twice), keras.layers.Dense(10)])",
        "output_shape", "twice", True,
    ),
    "lambda activation": (
        BUILD + "    return keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten(),"
        " keras.layers.Dense(9, activation=lambda x: x * x), keras.layers.Dense(10)])",
        "output_shape", "a lambda", True,
    ),
    "huge model, 1 GB": (
        BUILD + "    return keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten(),"
        " keras.layers.Dense(300_000, 'relu'), keras.layers.Dense(10)])", "output_shape", "more than", True,
    ),
    "untold model": (
        "class Mine(keras.Sequential):\n    def get_config(self):\n        raise RuntimeError('no')\n"
        + BUILD + "    return Mine([keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(10)])",
        "output_shape", "Mine", True,
    ),
    "compile raises": ("def compile_model(model):\n    model.compile(loss=1 / 0)", "compiled", "ZeroDivisionError", True),
    "parses not": ("def broken(:\n", "prepare_shape", "SyntaxError", True),
    "imports not": ("import numpyy", "prepare_shape", "ModuleNotFoundError", True),
    "import exits": ("import sys\nsys.exit(3)", "prepare_shape", "SystemExit: 3", True),
    "import ends all": ("import os\nos._exit(0)", "prepare_shape", "exit status 0", False),
    "import works without end": ("while True:\n    pass", "prepare_shape", "no answer after", True),
}  # fmt: skip
AT_LOAD = {"parses not", "imports not", "import exits", "import ends all", "import works without end"}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_answer_ends_in_one_clear_message(name, answer, monkeypatch):
    if "GB" not in name:  # an allocation takes its time; all others need not wait for the full limits
        monkeypatch.setattr(process, "ONE_CALL", limits.Limits(cpu_seconds=2, wall_seconds=12))
    code, first, piece, names_line = BAD[name]
    outcome = check("mnist", answer("mnist", IMPORTS + code))
    found = outcomes(outcome)
    assert "error" not in found.values(), [result.message for result in outcome.results if result.outcome == "error"]
    assert firsts(outcome)[0] == first
    result = outcome.results.find("mnist", first)
    message = dict(fields(result, outcome.results.learners["mnist"]))
    assert piece in message["got"]
    assert "\x1b" not in str(message)
    assert ("at" in message) == names_line
    if name in AT_LOAD:
        assert set(list(found.values())[1:]) == {"wait"}
    else:
        assert "pass" in found.values(), "the other checks did not run"


def test_what_the_code_printed_is_shown_with_a_failure_and_cut_where_it_is_long(answer):
    code = PREPARE + "    print('first', images.shape)\n    print('y' * 100_000)\n    return images, labels"
    outcome = check("mnist", answer("mnist", code))
    printed = dict(fields(outcome.results.find("mnist", "prepare_shape"), outcome.results.learners["mnist"]))["printed"]
    assert "first (1, 28, 28)" in printed or "first (6, 28, 28)" in printed
    assert "[cut: " in printed
    assert len(printed) < 2000


@pytest.mark.parametrize(
    "line",
    [
        "return images / nothing",
        "while True: pass  # here",
        "import os; os.abort()",
        "import os; os.kill(os.getpid(), 11)",
    ],
)
def test_the_line_that_is_named_is_the_one_to_look_at(line, answer, monkeypatch):
    monkeypatch.setattr(process, "ONE_CALL", limits.Limits(cpu_seconds=2))
    path = answer("mnist", f"def helper(images):\n    print(1)\n    {line}\n\n{PREPARE}    return helper(images)\n")
    result = check("mnist", path).results.find("mnist", "prepare_shape")
    number, function = result.failure.where
    assert function == "helper"
    assert path.read_text("utf-8").splitlines()[number - 1].strip() == line
