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
       python start.py COMMAND...      run a command in that environment, in the folder where you are, such as
                                       python start.py python exercises/NAME.py
                                       python start.py jupyter lab

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
INSTALLED_GB = 2.7  # measured, on Linux
NEEDED_GB = 4  # while installing: the packages, pip's cache of them, and the one being unpacked

HERE = os.path.dirname(os.path.realpath(__file__))
PINS = os.path.join(HERE, "requirements.txt")
PROJECT = os.path.join(HERE, "pyproject.toml")
LEARNERS_JUPYTER = os.path.join(HERE, "checker", "materials", "jupyter")  # JupyterLab without instructors' tools
VENV = os.path.join(HERE, ".venv")
STAMP = os.path.join(VENV, "start.json")
LOG = os.path.join(VENV, "start.log")
LOCK = os.path.join(VENV, "start.lock")
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
        check_python()
        if arguments[:1] in (["-h"], ["--help"]):
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


def start(arguments):
    """Set up what the command needs, then run it."""
    if not arguments:
        set_up([])
        return run(["python", "-m", "checker", "demo"], HERE, environment(ours=True))
    if arguments[0] == "test":
        set_up(["dev"])
        return run(["python", "-m", "pytest"] + processes(arguments[1:]) + arguments[1:], HERE, environment(ours=True))
    set_up([])
    return run(arguments, None, environment())


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
    name = python or [re.sub(r"\.exe$", "", os.path.basename(sys.executable or "python"))]
    return subprocess.list2cmdline(name + sys.argv)


# What we run on


def check_python():
    """Refuse a Python for which the packages do not exist."""
    if sys.version_info[:2] in PYTHONS:
        return
    names = ", ".join("{}.{}".format(*version) for version in sorted(PYTHONS))
    found = suitable_python()
    raise Problem(
        "this is Python {}.{}.{}, for which the workshop's packages do not exist.".format(*sys.version_info[:3]),
        "one of Python {}.".format(names),
        again(found)
        if found
        else "install Python 3.13, from https://www.python.org/downloads/ for instance; then type {}".format(
            again(["py", "-3.13"] if WINDOWS else ["python3.13"])
        ),
    )


def suitable_python():
    """The words that start a supported Python on this machine; None where there is none."""
    for version in PYTHONS:
        number = "{}.{}".format(*version)
        test = "import sys; sys.exit(sys.version_info[:2] != {})".format(version)
        for words in (["python" + number], ["py", "-" + number])[: 2 if WINDOWS else 1]:
            # Found is not enough: pyenv puts a python3.12 on PATH that only says that there is no such version.
            with open(os.devnull, "w") as nowhere:
                try:
                    if subprocess.call(words + ["-c", test], stdout=nowhere, stderr=nowhere) == 0:
                        return words
                except EnvironmentError:
                    continue
    return None


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


def wanted():
    """What the stamp must say for .venv to be up to date, but for the extras."""
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
    return stamp == wanted() and set(extras) <= set(had) and not defect()


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
        stamp = dict(wanted(), extras=extras)  # as it is before pip reads the files
        install(extras, lock)
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


def install(extras, lock):
    """Install the pinned packages, and the checkout itself such that a change in it needs no new installation."""
    if extras:
        checkout = ["-c", "requirements.txt", "-e", ".[{}]".format(",".join(extras))]
    else:
        checkout = ["--no-deps", "-e", "."]
    steps = (
        ("pip {}".format(PIP), ["pip==" + PIP]),
        ("the packages (about {} GB; minutes, the first time)".format(INSTALLED_GB), ["-r", "requirements.txt"]),
        ("the workshop" + (" and what its tests need" if extras else ""), checkout),
    )
    for number, (what, arguments) in enumerate(steps, 1):
        say("{} of {}: {}".format(number, len(steps), what))
        remove(LOG)
        # --no-user: for those whose configuration says --user, which pip refuses in a virtual environment.
        if call_python(["-m", "pip", "install", "--no-user", "--log", LOG] + arguments, lock) != 0:
            raise explain(log_text())


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
    """The environment of a command in .venv, as its activate script makes it; ours are kept from PYTHONPATH too."""
    env = dict(os.environ, VIRTUAL_ENV=VENV)
    env["PATH"] = os.pathsep.join([BIN] + [part for part in [env.get("PATH", os.defpath)] if part])
    env.pop("PYTHONHOME", None)
    if ours:
        env.pop("PYTHONPATH", None)
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
        raise Problem(
            "there is no command {}.".format(command[0]),
            "test, or a program in .venv or on your PATH, such as python or jupyter.",
            "python start.py --help",
            status=127,
        )
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
