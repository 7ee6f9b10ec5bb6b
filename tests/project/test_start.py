"""start.py, without the network and without the checkout's own .venv: in small checkouts of its own."""

import ast
import ensurepip
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import namedtuple
from pathlib import Path

import pytest

from tests.conftest import ROOT, hear_ctrl_c

# One environment is installed into, step after step: in one process, in this order.
pytestmark = pytest.mark.xdist_group("an environment")

START = ROOT / "start.py"
POSIX = os.name == "posix"
Result = namedtuple("Result", "status out err")

# A project that is its own build backend, so that `pip install -e .` needs nothing from a registry.
PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "small"
version = "1.0"

[project.optional-dependencies]
dev = ["tinydev==1.0"]
docs = []
"""
BACKEND = """
from pathlib import Path
import wheels

def build_editable(folder, config_settings=None, metadata_directory=None):
    text = {"small.pth": str(Path(__file__).parent), "METADATA": "Provides-Extra: dev\\nProvides-Extra: docs\\nRequires-Dist: tinydev==1.0; extra == 'dev'\\n"}
    return wheels.write(folder, "small", text).name

build_wheel = build_editable
"""
WHEELS = '''
"""Write wheels by hand."""
import zipfile
from pathlib import Path

def write(folder, name, files):
    files = dict(files)
    path = Path(folder, name + "-1.0-py3-none-any.whl")
    info = name + "-1.0.dist-info/"
    metadata = "Metadata-Version: 2.1\\nName: " + name + "\\nVersion: 1.0\\n" + files.pop("METADATA", "")
    tags = "Wheel-Version: 1.0\\nGenerator: hand\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
    files = {**files, info + "METADATA": metadata, info + "WHEEL": tags}
    with zipfile.ZipFile(path, "w") as wheel:
        for file, text in files.items():
            wheel.writestr(file, text)
        wheel.writestr(info + "RECORD", "".join(file + ",,\\n" for file in [*files, info + "RECORD"]))
    return path
'''


def load(path):
    """start.py as a module; its folder is the checkout it works on."""
    spec = importlib.util.spec_from_file_location("start_under_test", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Checkout:
    """A small checkout with start.py in it."""

    def __init__(self, folder):
        self.folder = folder
        self.venv = folder / ".venv"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(START, folder)
        (folder / "requirements.txt").write_text("tiny==1.0\n")
        (folder / "pyproject.toml").write_text(PYPROJECT)
        (folder / "backend.py").write_text(BACKEND)
        (folder / "wheels.py").write_text(WHEELS)

    @property
    def module(self):
        return load(self.folder / "start.py")

    def stamp(self, extras=(), **changes):
        """Make .venv look finished: this very Python, a stamp and no packages."""
        start = self.module
        os.makedirs(os.path.join(start.packages(), "pip"))
        Path(start.packages(), "pip", "__init__.py").touch()
        os.makedirs(start.BIN, exist_ok=True)
        if POSIX:
            os.symlink(sys.executable, start.VENV_PYTHON)
        else:
            shutil.copy(sys.executable, start.VENV_PYTHON)
        version = "{}.{}.{}".format(*sys.version_info[:3])
        home = os.path.dirname(sys.executable)
        config = f"home = {home}\nversion = {version}\ncommand = python -m venv {start.VENV}\n"
        (self.venv / "pyvenv.cfg").write_text(config)
        start.write_stamp({**start.wanted(), "extras": list(extras), **changes})

    def command(self, *arguments, pip=None):
        """The command line; with a pip that need not be fetched where one is named."""
        if pip is None:
            return [sys.executable, str(self.folder / "start.py"), *arguments]
        code = "import sys; sys.path.insert(0, {!r}); import start; start.PIP = {!r}; start.check_space = bool; "
        code += "sys.argv[0] = 'start.py'; sys.exit(start.main(sys.argv[1:]))"
        return [sys.executable, "-c", code.format(str(self.folder), pip), *arguments]

    def run(self, *arguments, pip=None, cwd=None, env=None):
        """Run start.py where no registry can be reached."""
        done = subprocess.run(
            self.command(*arguments, pip=pip),
            cwd=cwd or self.folder,
            env=offline(**(env or {})),
            capture_output=True,
            text=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
        )
        assert "Traceback" not in done.stderr
        return Result(done.returncode, done.stdout, done.stderr)


def offline(**more):
    """An environment in which pip reaches nothing."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON", "TF_"))}
    return env | {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1"} | more


@pytest.fixture
def checkout(tmp_path):
    return Checkout(tmp_path / "check out")


@pytest.fixture
def start(checkout):
    return checkout.module


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A checkout that start.py has really set up, from two wheels in a folder. The tests that use it come in order."""
    checkout = Checkout(tmp_path_factory.mktemp("installed") / "checkout")
    links = checkout.folder / "links"
    links.mkdir()
    namespace = {}
    exec(WHEELS, namespace)
    for name in ("tiny", "tinydev"):
        namespace["write"](links, name, {f"{name}.py": "ANSWER = 42\n"})
    # Wrong settings for Python, as somebody may have for another project.
    env = {"PIP_FIND_LINKS": str(links), "PYTHONPATH": str(checkout.folder / "nowhere"), "PIP_USER": "1"}
    checkout.set_up = lambda *arguments: checkout.run(*arguments, pip=bundled_pip(), env=env)
    code = "import tiny, backend, sys; print(tiny.ANSWER, sys.prefix)"
    checkout.first = checkout.set_up("python", "-c", code)
    return checkout


def bundled_pip():
    """The version of pip that a new environment has here; Debian's Python says another one than it installs."""
    folder = getattr(ensurepip, "_WHEEL_PKG_DIR", None)
    wheels = sorted(Path(folder).glob("pip-*.whl")) if folder else []
    return wheels[-1].name.split("-")[1] if wheels else ensurepip.version()


def interpreters():
    """Pythons that start.py refuses, found on PATH and in pyenv."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    names = ["python2.7", *(f"python3.{minor}" for minor in [*range(4, 11), *range(14, 17)])]
    for name in names:
        for folder in [*sorted(pyenv.glob(name.removeprefix("python") + ".*/bin")), *folders]:
            path = folder / name
            if path.is_file() and subprocess.run([path, "-c", ""], capture_output=True).returncode == 0:
                yield pytest.param(path, id=name)
                break


OLD = list(interpreters())


# The file itself


def test_it_can_be_parsed_by_old_pythons():
    text = START.read_text(encoding="ascii")
    ast.parse(text, feature_version=(3, 4))
    tree = ast.parse(text)
    forbidden = (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.Nonlocal, ast.AsyncFunctionDef)
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, forbidden)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise):
            assert node.cause is None, f"line {node.lineno}: Python 2 has no `raise ... from`"
        if isinstance(node, ast.FunctionDef):
            assert not node.args.kwonlyargs
            assert node.returns is None


def test_it_imports_the_standard_library_only():
    for node in ast.walk(ast.parse(START.read_text())):
        if isinstance(node, ast.ImportFrom):
            assert node.module == "__future__"
        if isinstance(node, ast.Import):
            assert {alias.name.split(".")[0] for alias in node.names} <= sys.stdlib_module_names


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("checker invert --watch", "python -m checker invert --watch"),
        ("check", "python -m checker"),
        ("check invert --hint", "python -m checker invert --hint"),
        ("watch invert", "python -m checker invert --watch"),
        ("hint invert", "python -m checker invert --hint"),
        ("status", "python -m checker status"),
        ("reset invert", "python -m checker reset invert"),
        ("start my-answers", "python -m checker start my-answers"),
        ("lab --port 9000", "jupyter lab --port 9000"),
        ("mine.py --epochs 2", "python mine.py --epochs 2"),
        ("mine.ipynb", "jupyter lab mine.ipynb"),
        ("-m checker invert", "python -m checker invert"),
        ("python mine.py", "python mine.py"),
        ("tensorboard --logdir runs", "tensorboard --logdir runs"),
    ],
)
def test_what_is_typed_is_taken_as_it_is_meant(typed, meant, checkout, start, monkeypatch):
    commands = checkout.folder / "checker" / "commands"
    commands.mkdir(parents=True)
    for name in ("__init__", "check", "watch", "status", "reset", "start"):
        (commands / f"{name}.py").touch()
    monkeypatch.chdir(checkout.folder)
    for name in ("mine.py", "mine.ipynb"):
        Path(name).touch()
    assert start.meant(typed.split()) == meant.split()


@pytest.mark.parametrize(
    ("typed", "following"),
    [
        ("invert.py --epochs 2", "start.py exercises/invert.py --epochs 2"),
        ("invret.py", "start.py exercises/invert.py"),
        ("invert.ipynb", "start.py start my-answers   copies the exercises to a folder"),
        ("invert", "start.py check invert   or   {python} start.py exercises/invert.py"),
        ("chekc invert", "start.py check invert"),
        ("Lab", "start.py lab"),
        ("pytets -k name", "start.py test -k name"),
        ("xyzzy", "start.py --help"),
        ("--quick", "start.py test --quick"),
        ("--python 3.9 lab", "start.py --python 3.13 lab"),
    ],
)
def test_a_slip_gets_the_exact_line_to_type(typed, following, checkout):
    (checkout.folder / "exercises").mkdir()
    (checkout.folder / "exercises" / "invert.py").touch()
    checkout.stamp()
    code = "import sys; sys.path.insert(0, '.'); import start; sys.argv[0] = 'start.py'; sys.exit(start.main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, *typed.split()], cwd=checkout.folder, env=offline(), capture_output=True, text=True
    )
    assert done.returncode in (2, 127)
    *_, said = done.stderr.splitlines()
    python = said.removeprefix("Next: ").partition(" start.py")[0]
    assert Path(python).name.startswith("python")
    assert said == f"Next: {python} {following.format(python=python)}"


def test_a_command_knows_how_it_was_started_and_the_tests_do_not(checkout, start):
    checkout.stamp()
    code = "import os, json; *python, path = json.loads(os.environ['WORKSHOP_START']); print(path)"
    assert checkout.run("python", "-c", code).out == f"{checkout.folder / 'start.py'}\n"
    assert "WORKSHOP_START" not in start.environment(ours=True)


def test_pythons_are_found_where_pyenv_conda_and_uv_put_them(start, tmp_path, monkeypatch):
    if not POSIX:
        pytest.skip("needs a POSIX shell")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("PYENV_ROOT", "PYENV", "CONDA_PREFIX", "XDG_DATA_HOME", "UV_PYTHON_INSTALL_DIR"):
        monkeypatch.delenv(name, raising=False)
    places = {
        "3.11": ".pyenv/versions/3.11.4/bin/python3.11",
        "3.12": "miniconda/envs/learning/bin/python3.12",
        "3.13": ".local/share/uv/python/cpython-3.13.1-linux/bin/python3.13",
    }
    (tmp_path / ".conda").mkdir()
    (tmp_path / ".conda" / "environments.txt").write_text(
        f"{tmp_path / 'miniconda'}\n{tmp_path / 'miniconda/envs/learning'}\n"
    )
    for version, place in places.items():
        assert start.find_python(version) is None
        path = tmp_path / place
        path.parent.mkdir(parents=True)
        path.write_text("#!/bin/sh\nexit 0\n")
        path.chmod(0o755)
        assert start.find_python(version) == [str(path)]


@pytest.mark.skipif(not POSIX, reason="needs a POSIX shell")
def test_uv_fetches_the_python_that_is_named(start, tmp_path, monkeypatch):
    """Here with a uv that puts a script where it would put a Python."""
    handed = []
    home = tmp_path / "home"
    place = home / ".local/share/uv/python/cpython-3.12.9-here/bin"
    tools = tmp_path / "tools"
    tools.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}/bin")
    for name in ("PYENV_ROOT", "PYENV", "CONDA_PREFIX", "XDG_DATA_HOME", "UV_PYTHON_INSTALL_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(start, "python_on_path", lambda version: None)
    monkeypatch.setattr(start, "hand_over", lambda python, arguments: handed.append((python, arguments)))
    monkeypatch.setattr(sys, "version_info", (3, 14, 0))
    with pytest.raises(start.Problem, match="no Python 3\\.12 on this machine, and no uv"):
        start.check_python(start.take_options(["--python", "3.12", "lab"]))
    (tools / "uv").write_text(
        f'#!/bin/sh\n[ "$*" = "python install 3.12" ] || exit 1\nmkdir -p {place}\n'
        f"printf '#!/bin/sh\\n' > {place}/python3.12\nchmod +x {place}/python3.12\n"
    )
    (tools / "uv").chmod(0o755)
    start.check_python(["lab"])
    assert handed == [([f"{place}/python3.12"], ["--python", "3.12", "lab"])]


def test_without_any_python_of_ours_one_line_says_how_to_get_one(start, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 14, 0))
    monkeypatch.setattr(start, "works", lambda words, version: False)
    for uv, words in ((None, "uv/install"), ("/bin/uv", "--python 3.13")):
        monkeypatch.setattr(start, "find_program", lambda name, uv=uv: uv if name == "uv" else f"/bin/{name}")
        with pytest.raises(start.Problem) as told:
            start.check_python(["lab"])
        *_, following = str(told.value).splitlines()
        assert following.startswith("Next: ")
        assert words in following
        assert "--python 3.13 lab" in following


def test_what_was_set_up_once_goes_on_whatever_python_starts_it(start, checkout, monkeypatch):
    checkout.stamp()
    handed = []
    monkeypatch.setattr(start, "hand_over", lambda python, arguments: handed.append(python))
    monkeypatch.setattr(start, "works", lambda words, version: True)
    monkeypatch.setattr(sys, "version_info", (3, 14, 0))
    with pytest.raises(start.Problem):  # were it no stub, it would not come back
        start.check_python(["lab"])
    assert handed == [[start.VENV_PYTHON]]


PINNED = "six==1.0\ntensorflow==2.21.0 ; sys_platform != 'linux'\ntensorflow-cpu==2.21.0 ; sys_platform == 'linux'\n"


@pytest.mark.parametrize("kind", ["cpu", "gpu"])
def test_the_build_of_tensorflow_follows_the_card(kind, checkout, start, monkeypatch):
    (checkout.folder / "requirements.txt").write_text(PINNED)
    checkout.stamp()
    monkeypatch.chdir(checkout.folder)
    other = "tensorflow_cpu-2.21.0" if kind == "gpu" else "tensorflow-2.21.0"
    os.mkdir(os.path.join(start.packages(), other + ".dist-info"))
    calls = []
    monkeypatch.setattr(start, "call_python", lambda arguments, lock: calls.append(arguments) or 0)
    start.install(["dev"], kind, 0)
    removal, _, packages, *_ = calls
    assert removal == ["-m", "pip", "uninstall", "--yes", "tensorflow", "tensorflow-cpu"]
    pinned = Path(packages[packages.index("-r") + 1]).read_text()
    assert pinned == (PINNED if kind == "cpu" else "six==1.0\ntensorflow[and-cuda]==2.21.0\n")
    assert any("tinydev==1.0" in call for call in calls) == (kind == "gpu")
    assert any(".[dev]" in call for call in calls) == (kind == "cpu")


def test_the_choice_of_a_build_is_remembered_until_another_is_made(checkout, start):
    checkout.stamp(tensorflow="cpu")
    assert start.is_ready([])
    assert start.take_options(["--gpu", "lab"]) == ["lab"]
    assert not start.is_ready([])
    assert start.take_options(["--cpu", "lab"]) == ["lab"]
    assert start.is_ready([])


def test_the_pins_have_one_build_of_tensorflow_for_each_system():
    from packaging.requirements import Requirement

    start = load(START)
    pins = [Requirement(line) for line in start.pins().splitlines() if re.match("tensorflow(-cpu)?==", line)]
    for system, machine, name in (
        ("linux", "x86_64", "tensorflow-cpu"), ("linux", "aarch64", "tensorflow"), ("darwin", "arm64", "tensorflow"),
        ("win32", "AMD64", "tensorflow"),
    ):  # fmt: skip
        here = {"sys_platform": system, "platform_machine": machine}
        assert [pin.name for pin in pins if pin.marker.evaluate(here)] == [name]
    assert len({str(pin.specifier) for pin in pins}) == 1
    assert start.CPU_BUILD.search(start.pins())
    assert start.GPU_BUILD.search(start.pins())


def test_its_pythons_are_those_of_the_project(start):
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    first, last = re.search(r'requires-python = ">=3\.(\d+),<3\.(\d+)"', text).groups()
    assert sorted(start.PYTHONS) == [(3, minor) for minor in range(int(first), int(last))]


@pytest.mark.skipif(not OLD, reason="needs a Python that start.py refuses, such as 3.10, on PATH or in pyenv")
@pytest.mark.parametrize("python", OLD)
def test_an_unsupported_python_gets_one_message(python, checkout):
    done = subprocess.run([python, "start.py", "test"], cwd=checkout.folder, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert re.search(r"this is Python \d\.\d+\.\d+", done.stderr)
    assert re.search(r"Next: .*python3\.1[123] start\.py test", done.stderr)
    assert not checkout.venv.exists()


def test_a_suitable_python_is_named_only_if_it_starts(start, tmp_path, monkeypatch):
    if not POSIX:
        pytest.skip("needs a POSIX shell")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert start.suitable_python() is None
    for name, status in [("python3.13", 127), ("python3.12", 0)]:
        (tmp_path / name).write_text(f"#!/bin/sh\nexit {status}\n")
        (tmp_path / name).chmod(0o755)
    assert start.suitable_python() == ["python3.12"]


@pytest.mark.parametrize(
    ("platform", "machine", "maxsize", "words"),
    [
        ("macosx-10.9-universal2", "x86_64", 2**63 - 1, "macosx-x86_64"),
        ("win-arm64", "ARM64", 2**63 - 1, "win-arm64"),
        ("win32", "x86", 2**31 - 1, "32-bit"),
    ],
)
def test_a_platform_without_tensorflow_is_refused(start, monkeypatch, platform, machine, maxsize, words):
    monkeypatch.setattr("sysconfig.get_platform", lambda: platform)
    monkeypatch.setattr("platform.machine", lambda: machine)
    monkeypatch.setattr(sys, "maxsize", maxsize)
    with pytest.raises(start.Problem, match=words):
        start.check_platform()


def test_an_apple_chip_is_accepted(start, monkeypatch):
    monkeypatch.setattr("sysconfig.get_platform", lambda: "macosx-11.0-universal2")
    monkeypatch.setattr("platform.machine", lambda: "arm64")
    start.check_platform()


# A .venv that is ready


def test_help_needs_no_environment(checkout):
    result = checkout.run("--help")
    assert result.status == 0
    assert "start.py test" in result.out
    assert not checkout.venv.exists()


def test_a_command_runs_in_the_environment_in_the_callers_folder(checkout, tmp_path):
    checkout.stamp()
    code = "import os; print(os.getcwd(), *(os.environ[n] for n in ['VIRTUAL_ENV', 'PATH', 'TF_CPP_MIN_LOG_LEVEL']))"
    result = checkout.run("python", "-c", code, cwd=tmp_path)
    assert result.status == 0
    assert result.err == ""
    folder = "Scripts" if os.name == "nt" else "bin"
    assert result.out.startswith(f"{tmp_path} {checkout.venv} {checkout.venv / folder}{os.pathsep}")
    assert result.out.endswith(" 2\n")


def test_a_log_level_that_is_set_stays(checkout):
    checkout.stamp()
    code = "import os; print(os.environ['TF_CPP_MIN_LOG_LEVEL'])"
    assert checkout.run("python", "-c", code, env={"TF_CPP_MIN_LOG_LEVEL": "0"}).out == "0\n"


def test_the_exit_status_is_passed_through(checkout):
    checkout.stamp()
    assert checkout.run("python", "-c", "raise SystemExit(7)").status == 7


@pytest.mark.skipif(not POSIX, reason="needs signals")
def test_a_signal_ends_the_command_as_it_would_without_us(checkout):
    checkout.stamp()
    code = "import os, signal; os.kill(os.getpid(), signal.SIGTERM)"
    assert checkout.run("python", "-c", code).status == -signal.SIGTERM
    code = 'kill -s PIPE "$$"; echo ignored'
    assert checkout.run("sh", "-c", code) == (-signal.SIGPIPE, "", "")


def test_an_unknown_command_is_127(checkout):
    checkout.stamp()
    result = checkout.run("no-such-command")
    assert result.status == 127
    assert "there is no command no-such-command" in result.err


@pytest.mark.skipif(not POSIX, reason="needs a program that the system cannot start")
def test_a_program_that_cannot_start_is_126(checkout):
    checkout.stamp()
    program = checkout.folder / "program"
    program.write_bytes(b"\0not a program")
    program.chmod(0o755)
    assert checkout.run("./program").status == 126


def test_the_demo_the_tests_and_the_site_run_in_the_checkout_without_pythonpath(start, monkeypatch):
    calls = []
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    monkeypatch.setattr(start, "set_up", lambda extras: calls.append(extras))
    monkeypatch.setattr(start, "run", lambda command, folder, env: calls.append((command, folder, "PYTHONPATH" in env)))
    start.main([])
    monkeypatch.setattr(start, "processes", lambda arguments: ["-n", "3"])
    start.main(["test", "-k", "a b"])
    start.main(["docs", "--instructor"])
    start.main(["python"])
    assert calls == [
        [],
        (["python", "-m", "checker", "demo"], start.HERE, False),
        ["dev", "docs"],
        (["python", "-m", "pytest", "-n", "3", "-k", "a b"], start.HERE, False),
        ["docs"],
        (["python", os.path.join("docs", "site", "build.py"), "--instructor"], start.HERE, False),
        [],
        (["python"], None, True),
    ]


@pytest.mark.parametrize(
    ("arguments", "alone"),
    [
        ([], False), (["--quick"], False), (["-k", "name"], False), (["tests/project/test_start.py"], False),
        (["-n", "1"], True), (["-n0"], True), (["--numprocesses=4"], True), (["--pdb"], True),
    ],
)  # fmt: skip
def test_the_tests_use_all_cores_unless_somebody_says_how_many_or_debugs(arguments, alone, start, monkeypatch):
    monkeypatch.setattr(start.os, "sched_getaffinity", lambda process: {0, 1, 2, 5}, raising=False)
    assert start.processes(arguments) == ([] if alone else ["-n", "4", "--dist", "loadgroup"])


def test_a_second_run_costs_little(checkout):
    checkout.stamp()
    quickest = 9
    for _ in range(3):
        begin = time.perf_counter()
        assert checkout.run("python", "-S", "-c", "").status == 0
        quickest = min(quickest, time.perf_counter() - begin)
    assert quickest < 1.5


def test_only_a_stamp_that_matches_saves_the_set_up(checkout):
    checkout.stamp(extras=["dev"])
    start = checkout.module
    assert start.is_ready([])
    assert start.is_ready(["dev"])
    for change in [{"python": "3.9"}, {"checkout": "/elsewhere"}, {"files": "0"}, {"extras": []}]:
        start.write_stamp({**start.wanted(), "extras": ["dev"], **change})
        assert not start.is_ready(["dev"]), change
    for text in ["", "[]", "{", "null"]:
        Path(start.STAMP).write_text(text)
        assert not start.is_ready([]), text


@pytest.mark.parametrize("file", ["requirements.txt", "pyproject.toml"])
def test_a_changed_or_missing_file_is_noticed(checkout, file):
    checkout.stamp()
    path = checkout.folder / file
    path.write_text(path.read_text() + "# changed\n")
    assert not checkout.module.is_ready([])
    path.unlink()
    result = checkout.run("python", "-V")
    assert result.status == 1
    assert f"{file} is missing" in result.err


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (r"version = .*", "version = 3.9.1", "was made by Python 3.9"),
        (r"command = .*", "command = python -m venv /elsewhere/.venv", "was made in another folder"),
        (r"home = .*", "home = /no/such/folder", "belongs to a Python that is gone"),
    ],
)
def test_a_venv_that_is_not_ours_is_recognised(checkout, old, new, words):
    checkout.stamp()
    assert checkout.module.defect() == ""
    config = checkout.venv / "pyvenv.cfg"
    config.write_text(re.sub(old, new, config.read_text()))
    assert checkout.module.defect() == words


def test_a_venv_that_lacks_a_part_is_recognised(checkout):
    checkout.stamp()
    start = checkout.module
    shutil.rmtree(Path(start.packages(), "pip"))
    assert start.defect() == "is incomplete"
    os.remove(start.VENV_PYTHON)
    assert start.defect() == "belongs to a Python that is gone"
    (checkout.venv / "pyvenv.cfg").unlink()
    assert start.defect() == "is incomplete"


def test_an_empty_folder_is_no_defect(checkout):
    assert checkout.module.defect() == ""
    checkout.venv.mkdir()
    (checkout.venv / "start.lock").touch()
    assert checkout.module.defect() == ""


def test_what_an_interrupted_pip_left_is_cleared_up(checkout):
    checkout.stamp()
    start = checkout.module
    packages = Path(start.packages())
    for name in ["half-1.0.dist-info", "~ensorflow", "whole-1.0.dist-info", "whole"]:
        (packages / name).mkdir()
    (packages / "whole-1.0.dist-info" / "RECORD").touch()
    start.tidy()
    assert sorted(os.listdir(packages)) == ["pip", "whole", "whole-1.0.dist-info"]


# A real set-up, from a folder of wheels


@pytest.mark.slow
def test_the_first_run_installs_and_runs(installed):
    result = installed.first
    assert result.status == 0, result.err
    assert result.out == f"42 {installed.venv}\n"
    assert "3 of 3" in result.err
    assert "Successfully installed tiny-1.0" in result.err
    assert json.loads((installed.venv / "start.json").read_text())["checkout"] == str(installed.folder)


def test_the_second_run_calls_no_pip(installed):
    result = installed.set_up("python", "-c", "print('hello')")
    assert result == (0, "hello\n", "")


def test_the_tests_need_more_and_the_demo_then_nothing(installed):
    result = installed.set_up("test")
    assert "Successfully installed small-1.0 tinydev-1.0" in result.err
    assert "No module named pytest" in result.err
    assert installed.set_up("python", "-c", "import tinydev") == (0, "", "")


def test_changed_pins_are_installed_and_the_extras_stay(installed):
    (installed.folder / "requirements.txt").write_text("tiny==1.0\n# changed\n")
    result = installed.set_up("python", "-c", "import tinydev")
    assert result.status == 0
    assert "already satisfied: tiny==1.0" in result.err
    assert json.loads((installed.venv / "start.json").read_text())["extras"] == ["dev", "docs"]


def test_a_pin_that_does_not_exist_gets_a_message_and_leaves_no_stamp(installed):
    (installed.folder / "requirements.txt").write_text("nosuch==9.9\n")
    result = installed.set_up("python", "-V")
    assert result.status == 1
    assert "has no nosuch==9.9" in result.err.rpartition("\n\nstart.py: ")[2]
    assert not (installed.venv / "start.json").exists()


def test_a_registry_that_cannot_be_reached_gets_a_message(installed):
    env = {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0"}
    result = installed.run("python", "-V", env=env)  # wants the pinned pip
    message = result.err.rpartition("\n\nstart.py: ")[2]
    assert result.status == 1
    assert "cannot be reached" in message
    assert "127.0.0.1" not in message


# What can go wrong


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is too full"),
        ("WARNING: Retrying after connection broken by 'NewConnectionError(...)'", "cannot be reached"),
        (
            "[Errno -3] Temporary failure in name resolution\nNo matching distribution found for pip",
            "cannot be reached",
        ),
        ("ReadTimeoutError(\"HTTPSConnectionPool(host='h', port=443): Read timed out.\")", "cannot be reached"),
        ("ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407'))", "cannot be reached"),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: 'x'",
            "may not be written",
        ),
        ("The virtual environment was not created because ensurepip is not\navailable.", "virtual environments"),
        ("/usr/bin/python3.11: No module named venv", "virtual environments"),
        ("No such file or directory: 'x'\nHINT: ... Windows Long Path support enabled.", "long names"),
        ("ERROR: No matching distribution found for tensorflow==2.21.0", "has no tensorflow==2.21.0 for"),
    ],
)
def test_the_log_tells_what_is_wrong(start, text, words):
    problem = str(start.explain(text))
    assert words in problem
    assert len(problem.splitlines()) == 3


def test_an_unknown_failure_shows_the_end_of_the_log_without_addresses(start):
    text = "2026-01-01T00:00:00,000 Looking in https://me:secret@host/simple\n2026-01-01T00:00:00,000 ERROR: odd\n"
    text += "2026-01-01T00:00:00,000 Exception information:\nTraceback\n  more\n"
    problem = str(start.explain(text))
    assert start.LOG in problem
    assert "  Looking in (address)\n  ERROR: odd\n" in problem
    assert "Traceback" not in problem
    assert "secret" not in problem


def test_a_full_disk_is_noticed_before_anything_is_made(start, monkeypatch, capsys):
    monkeypatch.setattr(start, "free_gb", lambda folder: 1.25)
    monkeypatch.setattr(start, "check_platform", lambda: None)
    assert start.main(["python"]) == 1
    assert "the disk is too full: 1.2 GB" in capsys.readouterr().err
    assert os.listdir(start.VENV) == ["start.lock"]


def test_debian_users_are_told_the_package(start, monkeypatch):
    monkeypatch.setattr(start.os.path, "exists", lambda path: path == "/etc/debian_version")
    assert "sudo apt install python{}.{}-venv".format(*sys.version_info[:2]) in str(start.no_venv())


def test_a_folder_that_may_not_be_written_gets_a_message(start, monkeypatch, capsys):
    def refuse(path):
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(start, "check_platform", lambda: None)
    monkeypatch.setattr(start.os, "mkdir", refuse)
    assert start.main(["python"]) == 1
    assert f"{start.VENV} may not be written" in capsys.readouterr().err


def test_a_second_start_at_the_same_time_is_refused(checkout, start):
    lock = start.take_lock()
    try:
        result = checkout.run("python", "-V")
        assert result.status == 1
        assert "another start.py is setting up" in result.err
    finally:
        os.close(lock)
    os.close(start.take_lock())  # the file is still there, but nobody holds it


@pytest.mark.skipif(not POSIX, reason="needs signals")
@pytest.mark.slow
def test_ctrl_c_lets_pip_clear_up_and_says_what_to_do(checkout):
    checkout.stamp(files="old")
    start = checkout.module
    # In place of .venv's Python, a pip that takes its time and clears up.
    os.remove(start.VENV_PYTHON)
    pip = (
        'case "$*" in *version*) exit 0;; esac\ntrap "echo cleared; exit 1" INT\necho ready\nsleep 20 & wait\nsleep 1\n'
    )
    Path(start.VENV_PYTHON).write_text("#!/bin/bash\n" + pip)
    os.chmod(start.VENV_PYTHON, 0o755)
    process = subprocess.Popen(
        checkout.command("python", "-V"), stderr=subprocess.PIPE, text=True, start_new_session=True, env=offline(),
        preexec_fn=hear_ctrl_c,
    )  # fmt: skip
    try:
        while "ready" not in (line := process.stderr.readline()):
            assert line
        time.sleep(2)  # until start.py waits for it, on a busy machine too
        os.killpg(process.pid, signal.SIGINT)
        rest = process.stderr.read()
        assert process.wait(20) == 130
    finally:
        process.stderr.close()
        process.kill()
    assert "cleared" in rest
    assert rest.endswith("Interrupted; run the same command again, it goes on where it stopped.\n")
    assert not (checkout.venv / "start.json").exists()
