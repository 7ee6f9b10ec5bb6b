"""Likenesses of the platforms for which packages are made: their paths, their user and their limits, without a network.

bubblewrap makes a file system with the platform's paths and the rights of Docker's root. What a package runs there is
what it would run on the platform; only what needs a network, its `install.sh`, is left out: the environment of the
tests stands in the place of what it installs. The limits are the platform's, as well as this machine can have them: see
`tests.support.room`.
"""

import json
import os
import shutil
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from checker.exercises import by_name
from checker.grading.platforms import package
from checker.grading.platforms.table import PLATFORMS
from checker.worker import lockdown
from tests.support.room import Room

# What Docker leaves to root in a container that was started without a word on it.
DOCKERS = (
    "chown", "dac_override", "fowner", "fsetid", "kill", "setgid", "setuid", "setpcap", "net_bind_service",
    "net_raw", "sys_chroot", "mknod", "audit_write", "setfcap",
)  # fmt: skip
PYTHON = "/opt/workshop/bin/python"

# As where Docker's own filter of system calls is too old to know Landlock.
NO_LANDLOCK = """
import ctypes, os, sys
seccomp, libc = ctypes.CDLL("libseccomp.so.2"), ctypes.CDLL(None)
seccomp.seccomp_init.restype = ctypes.c_void_p
context = ctypes.c_void_p(seccomp.seccomp_init(0x7FFF0000))
for number in (444, 445, 446):
    assert seccomp.seccomp_rule_add_array(context, 0x00050000 | 38, number, 0, None) == 0
assert libc.prctl(38, 1, 0, 0, 0) == 0 and seccomp.seccomp_load(context) == 0
os.execvp(sys.argv[1], sys.argv[1:])
"""


@dataclass
class Answered:
    """What a package answered.

    Attributes:
        platform: its name.
        result: what the platform reads; None where there is nothing.
        told: all that learners are told, as text.
        status: the exit status.
        printed: what was printed.
        lacked: "memory" or "time", where it ran out of that: see `tests.support.room.Room`.
    """

    platform: str
    result: dict | None
    told: str
    status: int
    printed: str
    lacked: str


def why_none():
    """Why there can be no likeness on this machine; "" if there can."""
    if os.name != "posix" or os.geteuid():
        return "a likeness of a platform takes root"
    missing = [each for each in ("bwrap", "setpriv") if not shutil.which(each)]
    return f"needs {' and '.join(missing)}" if missing else ""


class Likeness:
    """A platform with a package on it.

    Args:
        platform: its name.
        exercise: the exercise's name.
        folder: an empty one, for the package and what is handed in.
        train: as `python -m checker package` takes it.
        landlock: whether the platform's kernel has Landlock.
    """

    def __init__(self, platform, exercise, folder, train=False, landlock=True):
        self._landlock = landlock
        self.platform, self.exercise, self.folder = PLATFORMS[platform], by_name(exercise), Path(folder)
        self.package = package.write(self.platform, self.exercise, self.folder / "package", train)
        self.rooms = {}
        getattr(self, f"_install_on_{platform}")()

    def _install_on_gradescope(self):
        self.rooms = {"/autograder": self.folder / "autograder", "/opt": self.folder / "opt"}
        source = self.rooms["/autograder"] / "source"
        source.mkdir(parents=True)
        (self.rooms["/opt"] / "workshop").mkdir(parents=True)
        with zipfile.ZipFile(self.package) as archive:
            for told in archive.infolist():  # with the modes that they were packed with, as `unzip` does
                archive.extract(told, source)
                (source / told.filename).chmod(told.external_attr >> 16 & 0o777)
        for name in ("submission", "results"):
            (self.rooms["/autograder"] / name).mkdir()
        (self.rooms["/autograder"] / "submission_metadata.json").write_text('{"id": 1}')
        shutil.copy2(source / "run_autograder", self.rooms["/autograder"])
        (source / "install.sh").write_text("exit 0\n")
        self._set_up("/autograder/source/setup.sh")

    def _install_on_prairielearn(self):
        self.rooms = {"/grade": self.folder / "grade", "/opt": self.folder / "opt"}
        (self.rooms["/opt"] / "workshop").mkdir(parents=True)
        shutil.copytree(self.package / "image", self.rooms["/opt"] / "source")
        (self.rooms["/opt"] / "source" / "install.sh").write_text("exit 0\n")
        shutil.copytree(self.package / "question" / "tests", self.rooms["/grade"] / "tests")
        _fill(self.rooms["/grade"] / "data", {"data.json": "{}"})
        self._set_up("/opt/source/setup.sh")
        shutil.rmtree(self.rooms["/opt"] / "source")

    def _install_on_classroom50(self):
        self.rooms = {"/bundle": self.folder / "bundle", "/checkout": self.folder / "checkout"}
        self.rooms["/opt"] = self.folder / "opt"
        (self.rooms["/opt"] / "workshop").mkdir(parents=True)
        shutil.copytree(self.package, self.rooms["/bundle"])
        (self.rooms["/bundle"] / "install.sh").write_text("exit 0\n")

    def _set_up(self, program):
        status, printed, _ = self.run(["bash", program])
        assert status == 0, printed

    @property
    def code(self):
        """Where the code of the checker lies that runs there."""
        return self.rooms.get("/bundle", self.rooms["/opt"]) / "code"

    def hand_in(self, files, **variables):
        """Judge what is handed in, `{name: text or bytes}`, with these in the environment; an `Answered`."""
        return getattr(self, f"_hand_in_on_{self.platform.name}")(files, variables)

    def files(self):
        """All that lies on the platform, but what a run leaves: `{path: bytes}`."""
        left = (self.platform.submission, str(Path(self.platform.results).parent), "/checkout")
        found = {}
        for there, here in self.rooms.items():
            for path in sorted(here.rglob("*")):
                name = f"{there}/{path.relative_to(here)}"
                if path.is_file() and not name.startswith(left) and path.suffix != ".pyc":
                    found[name] = path.read_bytes()
        return found

    def _hand_in_on_gradescope(self, files, variables):
        here = self.rooms["/autograder"]
        _fill(here / "submission", files)
        _fill(here / "results", {})
        done = self.run(["/autograder/run_autograder"], cwd="/autograder", **variables)
        return self._answered(here / "results" / "results.json", done)

    def _hand_in_on_prairielearn(self, files, variables):
        here = self.rooms["/grade"]
        _fill(here / "student", files)
        shutil.rmtree(here / "results", ignore_errors=True)
        done = self.run(["/grade/tests/grade.sh"], **variables)
        return self._answered(here / "results" / "results.json", done)

    def _hand_in_on_classroom50(self, files, variables):
        here = self.rooms["/checkout"]
        _fill(here, {"result.json": '{"score": 100, "max-score": 100}'} | files)
        told = dict.fromkeys(("COMMIT_URL", "RELEASE_URL", "REVIEW_URL"), "a/place")
        told |= {"CLASSROOM": "class", "ASSIGNMENT": self.exercise.name, "OWNER": "ann", "SUBMISSION_TAG": "submit/1"}
        told |= {"CLASSROOM50_BUNDLE_DIR": "/bundle", "ASSIGNMENT_TYPE": "individual"}
        done = self.run([PYTHON, "/bundle/autograder.py"], cwd="/checkout", **told, **variables)
        return self._answered(here / "result.json", done)

    def _answered(self, path, done):
        texts = {each: each.read_text("utf-8") for each in (path, path.with_name("release-body.md")) if each.is_file()}
        result = json.loads(texts[path]) if path in texts else None
        status, printed, lacked = done
        return Answered(self.platform.name, result, "".join(texts.values()), status, printed, lacked)

    def run(self, command, cwd="/", **variables):
        """Run a command on the platform, as its root and within its limits; see `Room.run` for what is returned."""
        data = os.environ.get("WORKSHOP_DATA")
        environment = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
        environment |= {"LANG": "C.UTF-8", "WORKSHOP_DATA": "/data"} | variables
        arguments = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--die-with-parent"]
        arguments += ["--tmpfs", "/", "--proc", "/proc", "--dev", "/dev"]
        for path in lockdown.SYSTEM:
            if os.path.islink(path):
                arguments += ["--symlink", os.readlink(path), path]
            elif os.path.exists(path):
                arguments += ["--ro-bind", path, path]
        above = {above for path in (sys.base_prefix, sys.prefix) for above in Path(path).parents if above.name}
        for each in sorted(above | {Path("/etc"), Path("/sys/devices"), Path("/sys")}):
            if not each.is_relative_to("/usr"):
                arguments += ["--perms", "0755", "--dir", str(each)]
        arguments += ["--perms", "1777", "--tmpfs", "/tmp", "--perms", "0700", "--dir", "/root"]
        for path in (*lockdown.ETC, "/etc/passwd", "/etc/group", "/sys/devices/system"):
            arguments += ["--ro-bind-try", path, path]
        if not sys.base_prefix.startswith("/usr"):
            arguments += ["--ro-bind", sys.base_prefix, sys.base_prefix]
        for there, here in self.rooms.items():
            arguments += ["--bind", str(here), there]
        arguments += ["--ro-bind", sys.prefix, "/opt/workshop"]
        if data:
            arguments += ["--ro-bind", data, "/data"]
        arguments += ["--cap-drop", "ALL", *(word for name in DOCKERS for word in ("--cap-add", f"cap_{name}"))]
        first = [] if self._landlock else [PYTHON, "-c", NO_LANDLOCK]
        whole = ["bwrap", *arguments, "--chdir", cwd, "--", *first, *command]
        has = self.platform.container
        return Room(has.memory_gb * 1e9, has.cores, has.seconds).run(whole, env=environment)


def _fill(folder, files):
    """Have nothing but these files in a folder."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    folder.mkdir(exist_ok=True)
