"""Four levels of trust, which of them this machine can have, and how bubblewrap is told. The trusted side.

- *practice*: the learner's own machine. A plain process with limits; see `checker.sandbox`.
- *class*: an instructor's Linux machine. Workers are forked inside bubblewrap, each into namespaces of its own: no
  network, a read-only system with the checks, solutions and other submissions out of sight, processes, users and
  temporary files of its own, and fewer system calls; see `checker.worker.lockdown`.
- *container*: inside a container that was started with the flags below, where no namespaces can be had. The container
  keeps the network and the machine away; Landlock and a filter of system calls keep workers from the container's files
  and processes.
- *platform*: inside a container that somebody else's platform started as root, with flags that nobody here chose.
  Workers become a user that nobody else is; a filter of system calls keeps them from the network, and Landlock, where
  the kernel has it, from files. Only for packages (`checker.grading.platforms`), which close the folders of answers.
"""

import functools
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil

from checker.errors import UsageError
from checker.worker import lockdown

LEVELS = ("class", "container")  # of which the first that can be had is taken
PLATFORM = "platform"  # never taken by itself
ON_PLATFORM = "WORKSHOP_PLATFORM"  # an environment variable that packages set to the platform's name
FLAGS = "--network none --read-only --tmpfs /tmp --pids-limit 1024 --memory 8g --cap-drop ALL"
FLAGS += " --security-opt no-new-privileges --user 1000"
REMEDY = "See docs/guides/trust.md for what confinement needs. On a machine of your own, leave --confine away."
CGROUP = Path("/sys/fs/cgroup")
# An environment variable, for a container that must reach Dask's scheduler: then it is the filter of system calls alone
# that keeps code from the network, for it opens no sockets but those of files.
NETWORK = "WORKSHOP_CONTAINER_NETWORK"


def level(wanted=None):
    """The level at which code of somebody else's can be run here.

    Args:
        wanted: "class", "container" or "platform"; the first of the first two that can be had, where None.

    Raises:
        UsageError: none can be had; with the reason, and what to do about it.
    """
    if sys.platform != "linux":
        raise UsageError(
            "Code of somebody else's can only be confined on Linux, or in the workshop's Docker image. Nothing was run."
        )
    reasons = {}
    for name in [wanted] if wanted else LEVELS:
        reasons[name] = WHY_NOT[name]()
        if not reasons[name]:
            return name
    told = "\n".join(f"- {name}: {reason}" for name, reason in reasons.items())
    raise UsageError(f"Code of somebody else's cannot be confined here, so nothing was run.\n{told}\n{REMEDY}")


@functools.cache
def why_no_class():
    """Why bubblewrap cannot be used, and the remedy; "" if it can."""
    if not shutil.which("bwrap"):
        return "bubblewrap is missing. On Debian and Ubuntu: apt-get install bubblewrap"
    tried = subprocess.run(bubblewrap(["/bin/sh", "-c", "exit 0"]), capture_output=True, text=True, timeout=30)
    if tried.returncode == 0:
        return ""
    told = tried.stderr.strip().splitlines()[-1:] or [f"exit status {tried.returncode}"]
    return f"bubblewrap does not work ({told[0]}). {_namespaces_remedy()}"


def _namespaces_remedy():
    def setting(name):
        path = Path("/proc/sys", name)
        return path.read_text("ascii").strip() if path.exists() else None

    if setting("kernel/apparmor_restrict_unprivileged_userns") == "1":
        return (
            "AppArmor forbids user namespaces (Ubuntu 23.10 and later): give bwrap a profile that has `userns,`, or: "
            "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0"
        )
    if setting("kernel/unprivileged_userns_clone") == "0":
        return "User namespaces are switched off: sudo sysctl kernel.unprivileged_userns_clone=1"
    if setting("user/max_user_namespaces") == "0":
        return "User namespaces are switched off: sudo sysctl user.max_user_namespaces=15000"
    if in_container():
        return "Containers forbid namespaces; level container is meant for them."
    return "Are user namespaces allowed on this machine?"


def in_container():
    """Whether this is the inside of a container of Docker's or Podman's kind."""
    return any(map(os.path.exists, ("/.dockerenv", "/run/.containerenv"))) or "container" in os.environ


def why_no_container():
    """What level container lacks here, and the remedy; "" if it lacks nothing."""
    if not in_container():
        return "this is no container (there is neither /.dockerenv nor /run/.containerenv)."
    status = dict(line.split(":\t", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":\t" in line)
    lacking = []
    if os.geteuid() == 0:
        lacking.append("it runs as root (--user 1000)")
    if int(status["CapPrm"], 16) or int(status["CapBnd"], 16):
        lacking.append("it has capabilities (--cap-drop ALL)")
    if status["NoNewPrivs"].strip() != "1":
        lacking.append("it may gain privileges (--security-opt no-new-privileges)")
    if set(psutil.net_if_addrs()) - {"lo"} and os.environ.get(NETWORK) != "yes":
        lacking.append("it has a network (--network none)")
    if not os.statvfs("/").f_flag & os.ST_RDONLY:
        lacking.append("its files can be written (--read-only --tmpfs /tmp)")
    if not _limited("memory.max", "memory/memory.limit_in_bytes"):
        lacking.append("its memory has no limit (--memory 8g)")
    if not _limited("pids.max", "pids/pids.max"):
        lacking.append("its processes have no limit (--pids-limit 1024)")
    try:
        lockdown.landlock_version()
    except lockdown.LockdownError as error:
        lacking.append(str(error))
    if lacking:
        return f"{'; '.join(lacking)}. Start the container with: docker run {FLAGS} ..."
    return ""


def why_no_platform():
    """What level platform lacks here; "" if it lacks nothing."""
    if not os.environ.get(ON_PLATFORM):
        return "that level is for packages of `python -m checker package`, on their platform."
    if os.geteuid():
        return "it takes root to run the answer as a user without rights."
    return ""


WHY_NOT = {"class": why_no_class, "container": why_no_container, PLATFORM: why_no_platform}


def _limited(*names):
    """Whether one of these files of the control groups, version 2 or 1, holds a limit."""
    for name in names:
        with suppress(OSError):
            text = (CGROUP / name).read_text("ascii").strip()
            if text.isdigit() and int(text) < 2**60:  # "max", or a number beyond all memory
                return True
    return False


def bubblewrap(command):
    """The command line that runs a command inside bubblewrap, for the process that forks workers.

    It sees the system, Python with its packages, and of ours only what a worker needs; nothing can be written but
    temporary folders that go with it.
    """
    here = lockdown.PACKAGE
    arguments = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    # Root keeps its rights until a worker becomes somebody else: alone in a user namespace it would stay root.
    arguments += ["--cap-add", "ALL"] if os.geteuid() == 0 else ["--unshare-user"]
    for path in lockdown.SYSTEM:
        if os.path.islink(path):
            arguments += ["--symlink", os.readlink(path), path]
        elif os.path.exists(path):
            arguments += ["--ro-bind", path, path]
    prefixes = [prefix for prefix in dict.fromkeys((sys.base_prefix, sys.prefix)) if not prefix.startswith("/usr/")]
    # bwrap makes the folders above what it binds, and nobody but root could enter them.
    above = {folder for path in (*prefixes, here) for folder in Path(path).parents} | {
        Path("/etc"),
        Path("/sys/devices"),
    }
    for folder in sorted(above | {Path("/sys")}):
        if not folder.is_relative_to("/usr"):
            arguments += ["--perms", "0755", "--dir", str(folder)]
    if not any(folder.is_relative_to("/tmp") for folder in above):
        arguments += ["--symlink", lockdown.SCRATCH, "/tmp"]
    for path in lockdown.ETC:
        arguments += ["--ro-bind-try", path, path]
    arguments += ["--ro-bind-try", "/sys/devices/system", "/sys/devices/system"]
    arguments += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", lockdown.SCRATCH]
    for device in sorted(Path("/dev").glob("nvidia*")):
        arguments += ["--dev-bind", str(device), str(device)]
    for prefix in prefixes:
        arguments += ["--ro-bind", prefix, prefix]
    # Where `checker` is installed beside other packages, what was bound above shows all of it: hide it again.
    arguments += ["--tmpfs", str(here)]
    for name in lockdown.VISIBLE:
        arguments += ["--ro-bind", str(here / name), str(here / name)]
    arguments += ["--ro-bind", str(lockdown.WORKSHOP), str(lockdown.WORKSHOP)]
    arguments += ["--tmpfs", str(lockdown.HIDDEN)]
    for folder in (
        str(here),
        str(lockdown.HIDDEN),
        "/dev",
        "/",
    ):  # what bwrap made is memory that nobody counts, if it can be written
        arguments += ["--remount-ro", folder]
    return ["bwrap", *arguments, "--chdir", lockdown.SCRATCH, "--die-with-parent", "--new-session", "--", *command]
