"""Set up the workshop in .venv beside this file, then run something in it: the demo, unless something is named.

Only the standard library is used, since this runs before anything is installed. The file must parse on any Python,
2.7 too, if only to say that it is too old: no f-strings, no annotations, no `raise ... from`.
"""

from __future__ import print_function

import errno
import hashlib
import io
import json
import os
import re
import signal
import subprocess
import sys

HELP = """usage: python start.py                  set up .venv, then run the demo
       python start.py test [ARGUMENT...]  set up .venv for development too, then run the tests with pytest;
                                       --quick: in 3 minutes, what one needs to know before a commit
       python start.py docs            build the course's site, for a browser, in build/site;
                                       --instructor: another one, with the keys to written questions
       python start.py COMMAND...      run a command in that environment, in the folder where you are:
                       start FOLDER    copy the exercises to a folder of yours
                       NAME.py         run an exercise
                       check NAME      check it; --watch, --hint and so on as for python -m checker, whose commands
                                       (status, reset NAME, card FOLDER, ...) may stand here as well
                       lab             JupyterLab
                       python ...      or any other program

       --python VERSION                in front of all that: set up with Python VERSION, such as 3.13, wherever it is
                                       on this machine; uv fetches it, where uv is installed
       --cpu, --gpu                    in front of all that: TensorFlow for this kind of processor, where the choice
                                       by NVIDIA's driver is not yours (Linux)

The first run downloads and installs for some minutes, the later ones start at once. To begin afresh, delete .venv."""

PYTHONS = ((3, 13), (3, 12), (3, 11))
PLATFORMS = ("linux-x86_64", "linux-aarch64", "macosx-arm64", "win-amd64")  # those with wheels of TensorFlow 2.21
PIP = "26.2.1"  # 25.1 was the first to go on with a download that broke off
PIP_DEFAULTS = {
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_RESUME_RETRIES": "20",
    "PIP_RETRIES": "6",
    "PIP_TIMEOUT": "30",
}
INSTALLED_GB = 2.1  # measured, on Linux, with the build of TensorFlow for processors
NEEDED_GB = 4  # while installing: the packages, pip's cache of them, and the one being unpacked

HERE = os.path.dirname(os.path.realpath(__file__))
PINS = os.path.join(HERE, "requirements.txt")
PROJECT = os.path.join(HERE, "pyproject.toml")
LEARNERS_JUPYTER = os.path.join(HERE, "checker", "materials", "jupyter")  # JupyterLab without instructors' tools
VENV = os.path.join(HERE, ".venv")
STAMP = os.path.join(VENV, "start.json")
LOG = os.path.join(VENV, "start.log")
LOCK = os.path.join(VENV, "start.lock")
PINS_FOR_GPU = os.path.join(VENV, "requirements-gpu.txt")
# The lines of requirements.txt for the two builds of TensorFlow; no marker of pip's can tell whether there is a GPU.
CPU_BUILD = re.compile(r"^tensorflow-cpu==(\S+).*$", re.MULTILINE)
GPU_BUILD = re.compile(r"^tensorflow==.*\n", re.MULTILINE)
WINDOWS = os.name == "nt"
BIN = os.path.join(VENV, "Scripts" if WINDOWS else "bin")
VENV_PYTHON = os.path.join(BIN, "python.exe" if WINDOWS else "python")


class Problem(Exception):
    """What ends start.py, in words for its user: what is wrong, what was expected, and what to do or type next."""

    def __init__(self, wrong, expected, then, status=1):
        Exception.__init__(self, "start.py: {}\nExpected: {}\nNext: {}".format(wrong, expected, then))
        self.status = status


def main(arguments):
    """Do what the command line says; returns the exit status, unless the process has become the command."""
    try:
        arguments = take_options(arguments)
        check_python(arguments)
        if arguments[:1] in (["-h"], ["--help"], ["help"]):
            print(HELP)
            return 0
        try:
            return start(arguments)
        except EnvironmentError as error:
            problem = explain(str(error), "the system says")
    except Problem as error:
        problem = error
    except KeyboardInterrupt:
        print("\nInterrupted; run the same command again, it goes on where it stopped.", file=sys.stderr)
        return 130
    print("\n{}".format(problem), file=sys.stderr)
    return problem.status


CHOSEN = {}  # what the options in front of the command say: "python", a version; "tensorflow", "cpu" or "gpu"


def take_options(arguments):
    """Note the options in front of the command, and return the command."""
    arguments = list(arguments)
    while arguments and arguments[0].split("=")[0] in ("--python", "--cpu", "--gpu"):
        name, _, value = arguments.pop(0).partition("=")
        if name != "--python":
            CHOSEN["tensorflow"] = name[2:]
        elif value or arguments:
            CHOSEN["python"] = value or arguments.pop(0)
        else:
            raise Problem("--python names no version.", "one of " + versions() + ".", typed(["--python", "3.13"]), 2)
    return arguments


def start(arguments):
    """Set up what the command needs, then run it."""
    if not arguments:
        set_up([])
        return run(["python", "-m", "checker", "demo"], HERE, environment(ours=True))
    if arguments[0] == "test":
        set_up(["dev", "docs"])
        return run(["python", "-m", "pytest"] + processes(arguments[1:]) + arguments[1:], HERE, environment(ours=True))
    if arguments[0] == "docs":
        set_up(["docs"])
        return run(["python", os.path.join("docs", "site", "build.py")] + arguments[1:], HERE, environment(ours=True))
    command = meant(arguments)
    set_up([])
    return run(command, None, environment())


def processes(arguments):
    """The options by which pytest uses all cores; none where a debugger is asked for, or their number is named."""
    alone = ("-n", "--numprocesses", "--pdb", "--trace")
    if any(argument.split("=")[0] in alone or re.match(r"-n\w", argument) for argument in arguments):
        return []
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # neither on macOS nor on Windows
        cores = os.cpu_count() or 1
    # loadgroup: tests that share something costly are named as a group, and run in one process.
    return ["-n", str(cores), "--dist", "loadgroup"]


def say(text):
    """Tell what is going on; on stderr, since stdout belongs to the command."""
    print("start.py: " + text, file=sys.stderr)
    sys.stderr.flush()


def again(python=None):
    """The command line that started us, to be typed once more."""
    return subprocess.list2cmdline((python or python_word()) + sys.argv)


# What is meant


def meant(arguments):
    """The command that stands behind what was typed: `check NAME` for `python -m checker NAME`, and so on."""
    word, rest = arguments[0], arguments[1:]
    checker = ["python", "-m", "checker"]
    if word in ("check", "checker"):
        return checker + rest
    if word in ("watch", "hint"):
        return checker + rest + ["--" + word]
    if word in ("lab", "notebook"):
        return ["jupyter"] + arguments
    if word in ("-m", "-c") or (word == "python3" and WINDOWS):
        return ["python"] + (arguments if word[0] == "-" else rest)
    if word in commands():
        return checker + arguments
    if os.path.isfile(word) and word.endswith(".py"):
        return ["python"] + arguments
    if os.path.isfile(word) and word.endswith(".ipynb"):
        return ["jupyter", "lab"] + arguments
    if word.endswith((".py", ".ipynb")) or word in exercises():
        raise no_file(word, rest)
    return arguments


def commands():
    """The checker's commands beside checking."""
    return [name for name in modules("checker", "commands") if name not in ("check", "watch")]


def exercises():
    """The names of the exercises."""
    return modules("exercises")


def modules(*folder):
    """The Python modules in a folder of the checkout."""
    path = os.path.join(HERE, *folder)
    names = sorted(os.listdir(path)) if os.path.isdir(path) else []
    return [name[:-3] for name in names if name.endswith(".py") and name[0] != "_"]


def no_file(word, rest):
    """What to type in the place of a file that is not here, or of an exercise's bare name."""
    name = os.path.basename(word)
    if word in exercises():
        beside = next((path for path in (name + ".py", "exercises/" + name + ".py") if os.path.isfile(path)), None)
        return Problem(
            "{} is an exercise, and no command.".format(word),
            "check {0} to check it, or the path of {0}.py to run it.".format(word),
            typed(["check", word] + rest) + ("   or   " + typed([beside] + rest) if beside else ""),
            status=127,
        )
    below = files_like(name)
    return Problem(
        "there is no {} in {}.".format(word, os.getcwd()),
        "the path of a file, as it is from here.",
        typed([below[0]] + rest) if below else typed(["start", "my-answers"]) + "   copies the exercises to a folder",
        status=127,
    )


def files_like(name):
    """The files of this name, else those whose name looks like it, here and in the folders below, likeliest first."""
    import difflib

    here = [path for path in os.listdir(".") if path[0] != "."]
    found = here + [
        os.path.join(folder, path) for folder in here if os.path.isdir(folder) for path in os.listdir(folder)
    ]
    found = [path for path in found if os.path.splitext(path)[1] == os.path.splitext(name)[1] and os.path.isfile(path)]
    found = [path for path in sorted(found) if os.path.dirname(path) != "solutions"]
    found.sort(key=lambda path: os.path.dirname(path) == "exercises")  # whoever has a copy works there
    near = difflib.get_close_matches(name, [os.path.basename(path) for path in found], 1, 0.7)
    return [path for path in found if near and os.path.basename(path) == near[0]]


def typed(arguments):
    """A command line of ours, to be typed where one stands."""
    return subprocess.list2cmdline(python_word() + sys.argv[:1] + arguments)


def python_word():
    """The word by which one starts the Python that runs us."""
    name = re.sub(r"\.exe$", "", os.path.basename(sys.executable or "python"))
    if find_program(name) or not sys.executable:
        return [name]
    return ["py", "-{}.{}".format(*sys.version_info[:2])] if find_program("py") else [sys.executable]


def find_program(name, path=None):
    """The path of a program, or None."""
    import shutil

    return shutil.which(name, path=path) if hasattr(shutil, "which") else None  # Python 2 is only turned away


# What we run on


def versions():
    """The supported versions of Python, for messages."""
    return ", ".join("{}.{}".format(*version) for version in sorted(PYTHONS))


def check_python(arguments=()):
    """Go on with a Python for which the packages exist: this one, or the one that `--python` names."""
    arguments, version = list(arguments), CHOSEN.get("python")
    running = "{}.{}".format(*sys.version_info[:2])
    if version is None and sys.version_info[:2] in PYTHONS and stamped().get("chosen", running) == running:
        return
    theirs = stamped().get("python")
    if version is None and theirs in set(versions().split(", ")) - {running} and works([VENV_PYTHON], theirs):
        hand_over([VENV_PYTHON], arguments)  # what was set up once needs no other Python
    if version is None and sys.version_info[:2] in PYTHONS:
        return
    if version is None:
        raise wrong_python(arguments)
    if version not in versions().split(", "):
        wrong = "{} is no Python for which the workshop's packages exist.".format(version)
        raise Problem(wrong, "one of " + versions() + ".", typed(["--python", "3.13"] + arguments), 2)
    if version == running:
        return
    found = find_python(version)
    if not found and find_program("uv"):
        say("uv fetches Python {}".format(version))
        call(["uv", "python", "install", version])
        found = find_python(version)
    if not found:
        raise Problem(
            "there is no Python {} on this machine, and no uv that would fetch it.".format(version),
            "Python {} on PATH, in pyenv, conda or uv.".format(version),
            get_uv() + "   in a new terminal then " + again(),
        )
    hand_over(found, ["--python", version] + arguments)


def hand_over(python, arguments):
    """Have another Python go on with the command; on POSIX, become it."""
    command = python + [sys.argv[0] if os.path.isfile(sys.argv[0]) else os.path.abspath(__file__)] + arguments
    sys.stdout.flush()
    sys.stderr.flush()
    if not WINDOWS:
        os.execvp(command[0], command)
    sys.exit(subprocess.call(command))


def wrong_python(arguments):
    """What to type where this Python is none of ours: with one that is here, or one that uv fetches."""
    found = suitable_python()
    for version in PYTHONS:
        found = found or python_elsewhere("{}.{}".format(*version))
    if found:
        then = again(found)
    elif find_program("uv"):
        then = typed(["--python", "3.13"] + arguments) + "   has uv fetch it"
    else:
        then = (
            "{}   in a new terminal then {}   (or install Python 3.13, from https://www.python.org/downloads/)".format(
                get_uv(), typed(["--python", "3.13"] + arguments)
            )
        )
    return Problem(
        "this is Python {}.{}.{}, for which the workshop's packages do not exist.".format(*sys.version_info[:3]),
        "one of Python {}.".format(versions()),
        then,
    )


def get_uv():
    """The line that installs uv, which fetches Pythons."""
    if WINDOWS:
        return 'powershell -ExecutionPolicy ByPass -c "irm https://astral.sh/uv/install.ps1 | iex"'
    return "curl -LsSf https://astral.sh/uv/install.sh | sh"


def suitable_python():
    """The words that start a supported Python on this machine; None where there is none on PATH."""
    for version in PYTHONS:
        found = python_on_path("{}.{}".format(*version))
        if found:
            return found
    return None


def find_python(version):
    """The words that start a Python of this version, such as "3.12", wherever it is; None where there is none."""
    return python_on_path(version) or python_elsewhere(version)


def python_on_path(version):
    """The same, as one types it, where PATH or the launcher of Windows has it."""
    for words in (["python" + version], ["py", "-" + version])[: 2 if WINDOWS else 1]:
        # Found is not enough: pyenv puts a python3.12 on PATH that only says that there is no such version.
        if works(words, version):
            return words
    return None


def python_elsewhere(version):
    """The same, in the folders of those who install Pythons: pyenv, conda, uv, and the installers of python.org."""
    import glob

    home, env = os.path.expanduser("~"), os.environ
    local, data = env.get("LOCALAPPDATA", home), env.get("APPDATA", home)
    pyenv = env.get("PYENV_ROOT") or env.get("PYENV") or os.path.join(home, ".pyenv")
    share = env.get("XDG_DATA_HOME") or os.path.join(home, ".local", "share")
    uv = env.get("UV_PYTHON_INSTALL_DIR") or os.path.join(data if WINDOWS else share, "uv", "python")
    folders = [
        os.path.join(pyenv, "versions", version + "*"),
        os.path.join(pyenv, "pyenv-win", "versions", version + "*"),
    ]
    folders += [os.path.join(uv, "cpython-" + version + ".*"), env.get("CONDA_PREFIX", "")]
    try:
        with io.open(os.path.join(home, ".conda", "environments.txt"), encoding="utf-8") as file:
            folders += file.read().split("\n")
    except (EnvironmentError, ValueError):
        pass
    folders += [os.path.join(local, "Programs", "Python", "Python" + version.replace(".", ""))]
    folders += ["/opt/homebrew", "/usr/local", "/Library/Frameworks/Python.framework/Versions/" + version]
    name = "python.exe" if WINDOWS else os.path.join("bin", "python" + version)
    for folder in folders:
        for path in sorted(glob.glob(os.path.join(folder, name))) if folder else []:
            if works([path], version):
                return [path]
    return None


def works(words, version):
    """Whether these words start a Python of this version."""
    test = "import sys; sys.exit(sys.version_info[:2] != {})".format(tuple(map(int, version.split("."))))
    with open(os.devnull, "w") as nowhere:
        try:
            return subprocess.call(words + ["-c", test], stdout=nowhere, stderr=nowhere) == 0
        except EnvironmentError:
            return False


def check_platform():
    """Refuse a machine for which TensorFlow has no wheels; pip would only say that it finds no such version."""
    import platform
    import sysconfig

    name = sysconfig.get_platform()
    if name.startswith("macosx"):
        name = "macosx-" + platform.machine()  # a universal build's own name does not tell the processor
    if "musl" in (sysconfig.get_config_var("SOABI") or ""):
        name += "-musl"
    kind = platform.python_implementation()
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        kind = "free-threaded " + kind
    if sys.maxsize <= 2**32:
        wrong = "this is a 32-bit Python, and TensorFlow exists for 64 bits only."
        then = "install the 64-bit Python 3.13 from https://www.python.org/downloads/ and start it instead."
    elif kind != "CPython":
        wrong = "this is {}, and TensorFlow exists for the usual CPython only.".format(kind)
        then = "install Python 3.13 from https://www.python.org/downloads/ and start it instead."
    elif name not in PLATFORMS:
        wrong = "TensorFlow does not exist for this platform ({}).".format(name)
        then = "use another machine, or a notebook service such as Google Colab."
    else:
        return
    raise Problem(
        wrong, "64-bit CPython on Linux (x86_64 or aarch64, glibc), Windows (x86_64) or a Mac with Apple's chip.", then
    )


def check_files():
    """Refuse half a checkout."""
    for path in (PINS, PROJECT):
        if not os.path.isfile(path):
            raise Problem(
                "{} is missing.".format(path),
                "the whole workshop beside start.py.",
                "git checkout -- {}   (or download the workshop again)".format(os.path.basename(path)),
            )


def check_space():
    """Refuse to begin what cannot be finished."""
    if free_gb(HERE) < NEEDED_GB:
        raise no_space()


def free_gb(folder):
    """The free space on a folder's disk."""
    import shutil

    return shutil.disk_usage(folder).free / 1e9


# What is there already


REMEMBERED = ("tensorflow", "chosen")  # of the stamp: what was asked for, and stays until something else is


def wanted():
    """What the stamp must say for .venv to be up to date, but for what it remembers."""
    files = hashlib.sha256(PIP.encode())
    for path in (PINS, PROJECT):
        with io.open(path, "rb") as file:
            files.update(file.read())
    return {"files": files.hexdigest(), "python": "{}.{}".format(*sys.version_info[:2]), "checkout": HERE}


def stamped():
    """What the stamp says: what was installed when it last succeeded."""
    try:
        with io.open(STAMP, encoding="utf-8") as file:
            stamp = json.load(file)
    except (EnvironmentError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def is_ready(extras):
    """Whether .venv has all that is wanted. This runs before every command: it only reads a few small files."""
    stamp = stamped()
    had = stamp.pop("extras", [])
    remembered = {name: stamp.pop(name, None) for name in REMEMBERED}
    as_chosen = remembered["tensorflow"] == CHOSEN.get("tensorflow", remembered["tensorflow"])
    as_chosen = as_chosen and remembered["chosen"] == CHOSEN.get("python", remembered["chosen"])
    return stamp == wanted() and set(extras) <= set(had) and as_chosen and not defect()


def defect():
    """Why .venv must be made anew, as the end of a sentence; "" where it can stay, or is not there."""
    ours = {os.path.basename(path) for path in (STAMP, LOG, LOCK)}
    if not os.path.isdir(VENV) or set(os.listdir(VENV)) <= ours:
        return ""
    try:
        with io.open(os.path.join(VENV, "pyvenv.cfg"), encoding="utf-8") as file:
            config = dict(re.findall(r"^(\w+)\s*=\s*(.*?)\s*$", file.read(), re.MULTILINE))
    except (EnvironmentError, ValueError):
        return "is incomplete"
    version = ".".join(config.get("version", config.get("version_info", "")).split(".")[:2])
    if version != "{}.{}".format(*sys.version_info[:2]):
        return "was made by Python {}".format(version or "of an unknown version")
    # The scripts in .venv name the folder in which they were made; python -m venv writes its own command line down.
    command = os.path.normcase(config.get("command", VENV))
    if stamped().get("checkout", HERE) != HERE or not command.endswith(os.path.normcase(VENV)):
        return "was made in another folder"
    if not os.path.exists(VENV_PYTHON) or not os.path.isdir(config.get("home", "")):
        return "belongs to a Python that is gone"
    if not os.path.isfile(os.path.join(packages(), "pip", "__init__.py")):
        return "is incomplete"
    return ""


def packages():
    """The folder in .venv that holds the packages."""
    if WINDOWS:
        return os.path.join(VENV, "Lib", "site-packages")
    return os.path.join(VENV, "lib", "python{}.{}".format(*sys.version_info[:2]), "site-packages")


# Setting up


def set_up(extras):
    """Make .venv what is wanted, where it is not; the stamp says when it is."""
    check_files()
    if is_ready(extras):
        return
    check_platform()
    lock = take_lock()
    try:
        if is_ready(extras):  # another start.py has finished meanwhile
            return
        extras = sorted(set(extras) | set(stamped().get("extras", [])))
        chosen = CHOSEN.get("python") or stamped().get("chosen")
        kind = CHOSEN.get("tensorflow") or stamped().get("tensorflow") or ("gpu" if has_nvidia() else "cpu")
        reason = defect()
        remove(STAMP)
        if not reason and os.path.isdir(BIN) and call_python(["-m", "pip", "--version"], lock, quiet=True) != 0:
            reason = "has a broken pip"
        if reason:
            say(".venv {}; it is made anew.".format(reason))
            empty_venv()
        if os.path.isdir(BIN):
            tidy()
        else:
            check_space()
            make_venv(lock)
        stamp = dict(wanted(), extras=extras, tensorflow=kind)  # as it is before pip reads the files
        stamp.update({"chosen": chosen} if chosen else {})
        install(extras, kind, lock)
        write_stamp(stamp)
    finally:
        os.close(lock)


def take_lock():
    """Keep other start.py away from .venv; returns the open file that holds the lock.

    The system keeps the lock for as long as somebody has the file open, so that a process which dies leaves none
    behind. The programs that change .venv inherit it: they may outlive us.
    """
    if not os.path.isdir(VENV):
        os.mkdir(VENV)
    lock = os.open(LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if WINDOWS:
            import msvcrt

            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except EnvironmentError as error:
        busy = error.errno in (errno.EAGAIN, errno.EACCES, errno.EDEADLK)  # else a network filesystem without locks
    else:
        busy = False
    if busy:
        os.close(lock)
        raise Problem(
            "another start.py is setting up {} at this moment.".format(VENV),
            "only one at a time.",
            "wait until it has finished, then type {}".format(again()),
        )
    return lock


def empty_venv():
    """Delete all in .venv but the lock, which we hold."""
    import shutil

    for name in os.listdir(VENV):
        path = os.path.join(VENV, name)
        if path == LOCK:
            continue
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.remove(path)


def tidy():
    """Delete what an interrupted pip left, and what would make the next one believe that a package is complete.

    pip writes RECORD last and never looks for it: a package of which only a part was copied counts as installed.
    What begins with ~ is an old version that it had put aside.
    """
    import shutil

    for name in os.listdir(packages()):
        path = os.path.join(packages(), name)
        broken = name.endswith(".dist-info") and not os.path.isfile(os.path.join(path, "RECORD"))
        if (broken or name.startswith("~")) and os.path.isdir(path):
            shutil.rmtree(path)


def make_venv(lock):
    """Make an empty environment with the Python that runs us."""
    say("making .venv with Python {}.{}.{}".format(*sys.version_info[:3]))
    # Where .venv's own Python runs us, it was just deleted; the one that it was made from is still there.
    base = getattr(sys, "_base_executable", None) or sys.executable
    with io.open(LOG, "wb") as log:
        status = call([base, "-I", "-m", "venv", VENV], lock, stdout=log, stderr=subprocess.STDOUT)
    if status != 0:
        raise explain(log_text())


def has_nvidia():
    """Whether this is a Linux with NVIDIA's driver, in WSL too."""
    signs = ("/dev/nvidia0", "/proc/driver/nvidia/version", "/usr/lib/wsl/lib/nvidia-smi")
    return sys.platform.startswith("linux") and any(map(os.path.exists, signs))


def install(extras, kind, lock):
    """Install the pinned packages, and the checkout itself such that a change in it needs no new installation."""
    for_gpu = kind == "gpu" and CPU_BUILD.search(pins())
    pinned = PINS_FOR_GPU if for_gpu else "requirements.txt"
    remove(PINS_FOR_GPU)
    if for_gpu:
        with io.open(PINS_FOR_GPU, "w", encoding="utf-8") as file:
            file.write(CPU_BUILD.sub(r"tensorflow[and-cuda]==\1", GPU_BUILD.sub("", pins())))
    checkout = (
        ["-c", pinned, "-e", ".[{}]".format(",".join(extras))] if extras and not for_gpu else ["--no-deps", "-e", "."]
    )
    steps = [
        ("pip {}".format(PIP), ["pip==" + PIP]),
        ("the packages (about {} GB; minutes, the first time)".format(INSTALLED_GB), ["-r", pinned]),
        ("the workshop" + (" and what developing it needs" if extras else ""), checkout),
    ]
    if extras and for_gpu:  # the checkout itself asks for the other build
        steps.append(("what developing it needs", needed(extras)))
    unwanted = "tensorflow_cpu-*" if for_gpu else "tensorflow-[0-9]*"
    if CPU_BUILD.search(pins()) and has_package(unwanted):  # both builds are one folder
        call_python(["-m", "pip", "uninstall", "--yes", "tensorflow", "tensorflow-cpu"], lock)
    for number, (what, arguments) in enumerate(steps, 1):
        say("{} of {}: {}".format(number, len(steps), what))
        remove(LOG)
        # --no-user: for those whose configuration says --user, which pip refuses in a virtual environment.
        if call_python(["-m", "pip", "install", "--no-user", "--log", LOG] + arguments, lock) != 0:
            raise explain(log_text())


def pins():
    """The text of requirements.txt."""
    with io.open(PINS, encoding="utf-8") as file:
        return file.read()


def needed(extras):
    """The packages that these extras of the project are."""
    import tomllib

    with io.open(PROJECT, "rb") as file:
        listed = tomllib.load(file)["project"]["optional-dependencies"]
    return [package for extra in extras for package in listed[extra]]


def has_package(pattern):
    """Whether .venv has a package whose folder of metadata begins with this pattern."""
    import glob

    return bool(glob.glob(os.path.join(packages(), pattern + ".dist-info")))


def write_stamp(stamp):
    """Put the stamp there in one go: half of one would be taken for none."""
    with io.open(STAMP + ".new", "w", encoding="utf-8") as file:
        file.write(json.dumps(stamp, indent=2) + "\n")
    os.replace(STAMP + ".new", STAMP)


def remove(path):
    """Delete a file, if it is there."""
    if os.path.exists(path):
        os.remove(path)


def call_python(arguments, lock, quiet=False):
    """Run .venv's Python; what it says goes to stderr, or nowhere. Returns its exit status."""
    where = subprocess.DEVNULL if quiet else 2
    return call([VENV_PYTHON, "-I"] + arguments, lock, stdout=where, stderr=where)


def call(command, lock=None, **options):
    """Run a command in the checkout, and at Ctrl-C, which it gets as well, let it clear up; returns its exit status."""
    if lock is not None:
        options.update(env=pip_environment(), cwd=HERE)
        if not WINDOWS:
            options["pass_fds"] = (lock,)
    process = subprocess.Popen(command, **options)
    try:
        return process.wait()
    except KeyboardInterrupt:
        try:
            process.wait(15)
        except (KeyboardInterrupt, subprocess.TimeoutExpired):
            process.kill()
            process.wait()
        raise


def pip_environment():
    """The environment for making .venv: the user's, whose settings of pip stay in force, without what misleads it."""
    env = dict(os.environ)
    for name in ("PYTHONPATH", "PYTHONHOME", "__PYVENV_LAUNCHER__"):
        env.pop(name, None)
    for name, value in PIP_DEFAULTS.items():
        env.setdefault(name, value)
    if "PIP_DEFAULT_TIMEOUT" in os.environ:  # the other name of PIP_TIMEOUT
        env["PIP_TIMEOUT"] = os.environ["PIP_DEFAULT_TIMEOUT"]
    return env


# What went wrong


def log_text():
    """The end of the log."""
    try:
        with io.open(LOG, encoding="utf-8", errors="replace") as file:
            return file.read()[-100000:]
    except EnvironmentError:
        return ""


SPACE = r"No space left on device|not enough space on the disk|Disk quota exceeded|Errno 28\b|WinError 112\b"
PERMISSION = r"Permission denied|Operation not permitted|Read-only file system|Access is denied"
LONG_PATHS = r"Windows Long Path"
NO_VENV = r"ensurepip is not available|No module named '?(venv|ensurepip)\b"
NETWORK = (
    r"Failed to establish a new connection|NewConnectionError|NameResolutionError|Failed to resolve|getaddrinfo failed"
    r"|Name or service not known|Temporary failure in name resolution|nodename nor servname|[Cc]onnection refused"
    r"|Network is unreachable|No route to host|ConnectTimeout|Read timed out|ReadTimeout|[Cc]onnection timed out"
    r"|ProxyError|Cannot connect to proxy|Tunnel connection failed|SSLError|CERTIFICATE_VERIFY_FAILED"
    r"|ConnectionResetError|Connection reset|Connection aborted|RemoteDisconnected|IncompleteRead|incomplete-download"
    r"|connection-failed|connection-timeout|ssl-verification-failed|proxy-connection-failed|HTTP error [45]\d\d"
    r"|[45]\d\d (Client|Server) Error"
)


def explain(text, source=LOG + " ends with"):
    """The problem that an error's text, or the end of a log, tells of."""
    then = ", then type " + again()
    whole, text = text, " ".join(text.split())  # some messages are broken into lines
    if re.search(SPACE, text):
        return no_space()
    if re.search(NO_VENV, text):
        return no_venv()
    if re.search(LONG_PATHS, text):
        return Problem(
            "Windows does not allow such long names as some packages have, in {}.".format(HERE),
            "support for long paths, or a checkout in a folder with a short name.",
            "move the workshop to C:\\workshop" + then,
        )
    if re.search(NETWORK, text):
        return Problem(
            "the package registry cannot be reached, or the connection broke off.",
            "a connection to the Internet; where a proxy leads to it, its address in HTTPS_PROXY.",
            "connect (what was downloaded is kept)" + then,
        )
    if re.search(PERMISSION, text):
        return Problem(
            "{} may not be written.".format(VENV),
            "a checkout that belongs to you, and no running program that uses its .venv.",
            "put the workshop into a folder of your own, or close such programs" + then,
        )
    if "No matching distribution found" in text:
        name = re.findall(r"No matching distribution found for ([\w.=\[\]-]+)", text)
        return Problem(
            "the package registry has no {} for this machine.".format(name[-1] if name else "package"),
            "the versions in requirements.txt, from PyPI or a full mirror of it.",
            "see whether your configuration of pip names another registry (pip config list)" + then,
        )
    return Problem(
        "the set-up failed; {}\n{}".format(source, last_lines(whole)),
        "no error.",
        again() + "   (if it fails again: delete .venv and try once more, or report the above)",
    )


def last_lines(text):
    """What a log says last, without times, tracebacks, addresses and folders."""
    text = text.split("Exception information:")[0]
    lines = [re.sub(r"^\d{4}-\d\d-\d\dT[\d:,]+ ", "", line) for line in text.splitlines()]
    text = "\n".join("  " + line for line in [line for line in lines if line.strip()][-8:])
    return re.sub(r"\b\w+://\S+", "(address)", text).replace(os.path.expanduser("~") + os.sep, "~" + os.sep)


def no_space():
    """The disk is too full."""
    import tempfile

    temporary = free_gb(tempfile.gettempdir())
    return Problem(
        "the disk is too full: {:.1f} GB are free for {}, {:.1f} GB for temporary files.".format(
            free_gb(HERE), HERE, temporary
        ),
        "about {} GB; the packages take {} GB, their downloads the rest.".format(NEEDED_GB, INSTALLED_GB),
        "free some space, then type " + again(),
    )


def no_venv():
    """This Python lacks a part that Debian and its kin have in a package of its own."""
    name = "python{}.{}".format(*sys.version_info[:2])
    then = "install Python from https://www.python.org/downloads/, or the package that has {}'s venv".format(name)
    if os.path.exists("/etc/debian_version"):
        then = "sudo apt install {}-venv".format(name)
    return Problem("this Python cannot make virtual environments.", "its modules venv and ensurepip.", then)


# Running


def environment(ours=False):
    """The environment of a command in .venv, as its activate script makes it; ours are kept from PYTHONPATH too.

    Others learn how they were started, for what they say to type next: see workshop/typed.py.
    """
    env = dict(os.environ, VIRTUAL_ENV=VENV)
    env["PATH"] = os.pathsep.join([BIN] + [part for part in [env.get("PATH", os.defpath)] if part])
    env.pop("PYTHONHOME", None)
    env.pop("WORKSHOP_START", None)
    if ours:
        env.pop("PYTHONPATH", None)
    else:
        env["WORKSHOP_START"] = json.dumps(python_word() + [os.path.join(HERE, os.path.basename(__file__))])
    env.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # no pages of notes on the processor and missing GPUs
    if not ours and not os.path.isfile("nbgrader_config.py"):  # in a course, JupyterLab keeps nbgrader's tools
        paths = [LEARNERS_JUPYTER] + [part for part in [env.get("JUPYTER_CONFIG_PATH")] if part]
        env["JUPYTER_CONFIG_PATH"] = os.pathsep.join(paths)
    return env


def run(command, folder, env):
    """Run a command: on POSIX, become it. Returns its exit status, or what a shell would for one that cannot run."""
    import shutil

    if folder:
        os.chdir(folder)
    found = shutil.which(command[0], path=env["PATH"])
    if not found:
        raise no_command(command)
    sys.stdout.flush()
    sys.stderr.flush()
    if WINDOWS:
        return call([found] + command[1:], env=env)
    # Python ignores these two, and what is ignored stays so in the program that takes our place.
    for name in ("SIGPIPE", "SIGXFSZ"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    try:
        os.execvpe(command[0], command, env)
    except EnvironmentError as error:
        wrong = "{} cannot be run: {}.".format(command[0], error.strerror)
    raise Problem(wrong, "a program, or a script that names its interpreter.", "python start.py --help", status=126)


def no_command(command):
    """What to type in the place of a command that is none: the one that looks most like it."""
    import difflib

    words = ["test", "docs", "pytest", "check", "checker", "lab", "notebook", "watch", "hint", "python", "jupyter"]
    words += commands()
    near = difflib.get_close_matches(command[0].lower(), words, 1, 0.6)
    if near == ["pytest"] or command[0] == "--quick":
        near = ["test"]
    rest = command if near and command[0][:1] == "-" else command[1:]
    return Problem(
        "there is no command {}.".format(command[0]),
        "test, docs, check, lab, a file, or a program in .venv or on your PATH, such as python or jupyter.",
        typed(near + rest) if near else typed(["--help"]),
        status=127,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
