"""What the class-room image does when it is started: `docker run IMAGE [COMMAND]`. See docs/guides/docker.md.

Imports only the standard library and the list of exercises, so that its messages come before what may fail.
"""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from checker.exercises import PACKAGE, exercises

WORK, EXERCISES, DATA = Path("/work"), Path("/opt/exercises"), Path("/data")
PORT_FILE = Path(tempfile.gettempdir(), "jupyter-port")  # what `healthy` asks
COMFORTABLE = 3e9  # bytes of memory; docs/evidence/results.md has what each exercise takes
USAGE = """\
docker run IMAGE                    run the first exercise: yours from /work, if it is there, else the image's
docker run IMAGE EXERCISE ...       run the exercise of that name; what follows goes to it
docker run IMAGE lab                JupyterLab on port 8888, with the exercises in /work
docker run IMAGE check ...          check your answers in /work; as python -m checker
docker run IMAGE grade ...          grade a class; as python -m checker grade
docker run IMAGE course DIR         make a course for nbgrader
docker run IMAGE formgrader         grade by hand: JupyterLab in a course that is mounted at /work
docker run IMAGE ANY COMMAND        such as bash, or dask worker ADDRESS
"""


def main(argv):
    names = [exercise.name for exercise in exercises()]
    command, *rest = argv or names[:1]
    if command == "healthy":
        return healthy()
    if command in ("help", "--help", "-h"):
        print(USAGE)
        return 0
    make_home()
    tell_memory()
    if command in ("lab", "formgrader"):
        return serve(command, rest)
    if command in names:
        need_writable(WORK)
        tell_data()
        own = WORK / f"{command}.py"
        run([sys.executable, str(own if own.is_file() else EXERCISES / f"{command}.py"), *rest])
    if command == "check":
        run([sys.executable, "-m", "checker", *rest])
    if command in ("grade", "course", "card", "demo", "start", "status", "reset", "compare"):
        need_writable(WORK)
        run([sys.executable, "-m", "checker", command, *rest])
    run([command, *rest])
    return 0


def run(command, **variables):
    """Become another program, in /work, with these environment variables."""
    if WORK.is_dir():
        os.chdir(WORK)
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        os.execvp(command[0], command)
    except OSError as error:
        stop(f"{command[0]} cannot be started: {error.strerror}.\n\n{USAGE}")
    finally:  # only what could not be started comes here
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


def stop(message):
    print(message, file=sys.stderr)
    sys.exit(2)


def make_home():
    """Give a home to a user that has none: `--user` may name anybody, and `--read-only` leaves only /tmp."""
    if not os.access(os.path.expanduser("~"), os.W_OK):
        try:
            os.environ["HOME"] = tempfile.mkdtemp(prefix="home-")
        except OSError:
            stop("Nothing can be written in this container, not even in /tmp.\nAdd: --tmpfs /tmp")


def need_writable(folder):
    """Stop, with what to type, where a folder cannot be written."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder):
            return
    except OSError as error:
        stop(
            f"The folder {folder} cannot be written by user {os.getuid()}: {error.strerror}.\n"
            "If it is a folder of yours that was mounted, let the container run as you:\n"
            f'    docker run --user "$(id -u):$(id -g)" -v "$PWD:{folder}" ...\n'
            f"With --read-only, mount one: results are written there."
        )


def tell_memory():
    """Say beforehand that memory is short: a process that gets none is killed without a word."""
    memory = min(limit for limit in (_limit(), os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")) if limit)
    if memory < COMFORTABLE:
        print(
            f"This container has {memory / 1e9:.1f} GB of memory. Training takes 1.5, the checker up to 2.2; what needs"
            " more than there is ends without a word (status 137).\n"
            "Give it 4 GB: docker run --memory 4g ..., or Settings > Resources in Docker Desktop.",
            file=sys.stderr,
        )


def _limit():
    for name in ("memory.max", "memory/memory.limit_in_bytes"):
        try:
            return int(Path("/sys/fs/cgroup", name).read_text("ascii"))
        except (OSError, ValueError):
            pass
    return None


def tell_data():
    """Say how to come by MNIST, where it is neither in the image nor mounted."""
    kept = Path(os.environ.get("KERAS_HOME", "/opt/keras"), "datasets", "mnist.npz")
    if not kept.is_file() and not (DATA / "mnist.npz").is_file():
        print(
            "MNIST was not there when this image was built. If it cannot be downloaded now, digits are drawn from fonts"
            f' instead.\nTo use MNIST without a network: -v "FOLDER WITH mnist.npz:{DATA}"',
            file=sys.stderr,
        )


def serve(command, rest):
    """JupyterLab in /work: for a learner with the exercises, for an instructor with the formgrader."""
    need_writable(WORK)
    if command == "lab":
        subprocess.run([sys.executable, "-m", "checker", "start", str(WORK)], check=False)
    elif not (WORK / "nbgrader_config.py").is_file():
        stop(
            f"There is no course in {WORK}.\nMake one, in a folder of yours that is mounted there:\n"
            f'    docker run -v "$PWD:{WORK}" IMAGE course my-course\n'
            f'    docker run -v "$PWD/my-course:{WORK}" -p 8888:8888 IMAGE formgrader'
        )
    port = os.environ.get("PORT", "8888")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", int(port)))
        except (OSError, ValueError, OverflowError) as error:
            stop(f"Port {port} cannot be used: {error}.\nName another one: docker run -e PORT=8889 -p 8889:8889 ...")
    token = os.environ.setdefault("JUPYTER_TOKEN", secrets.token_hex(16))
    PORT_FILE.write_text(port, "ascii")
    page = "lab" if command == "lab" else "formgrader"
    print(f"\nOpen http://127.0.0.1:{port}/{page}?token={token}\n", flush=True)
    run(
        [
            "jupyter", "lab", "--no-browser", "--ServerApp.ip=0.0.0.0", f"--ServerApp.port={port}",
            "--ServerApp.port_retries=0", f"--ServerApp.root_dir={WORK}", *rest,
        ],
        **(jupyter_of_learners() if command == "lab" else {}),
    )  # fmt: skip
    return 0


def jupyter_of_learners():
    """The variables that let JupyterLab leave out what only instructors need; everybody's own settings stay.

    A class with nbgrader fetches and submits with its tools: where its configuration lies, they stay.
    """
    if (WORK / "nbgrader_config.py").is_file():
        return {}
    paths = [str(PACKAGE / "materials" / "jupyter"), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    return {"JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, paths))}


def healthy():
    """Whether the server answers, where this container is one; any other is healthy as long as it runs."""
    if not PORT_FILE.is_file():
        return 0
    for _ in range(2):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT_FILE.read_text('ascii')}/api", timeout=4) as answer:
                return 0 if answer.status == 200 else 1
        except OSError:
            time.sleep(1)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
