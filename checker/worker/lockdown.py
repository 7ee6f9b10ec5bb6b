"""How a worker locks itself in before it sees learner code: what `checker.sandbox.confinement` asks for. Linux only.

What is given up here cannot be had again: namespaces are left only by ending, and a system call that the filter
refuses stays refused, in children too. Everything fails loudly: a worker that could not lock itself in never begins.
"""

import ctypes
import os
import signal
import struct
import sys
from contextlib import suppress
from pathlib import Path

from checker.worker import calls
from checker.worker.calls import LockdownError

NOBODY = 65534
FIRST_STRANGER, STRANGERS = 2**31, 2**31 - 2**16  # above the users of all machines: nobody there has such a number
BY_SIGNAL = 128  # as shells do: an exit status of 128 + n for signal n
OPEN_FILES, LARGEST_FILE = 1024, 100 * 2**20
SCRATCH = "/worker"  # where a worker of level "class" can write; /tmp may hold the checkout, or Python itself
TEMPORARY, SHARED = 256 * 2**20, 64 * 2**20  # bytes of /worker and of /dev/shm, each a memory of its own

# From sys/mount.h, linux/prctl.h, linux/capability.h and linux/landlock.h
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_REC, MS_PRIVATE = 2, 4, 8, 4096, 16384, 1 << 18
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
PR_SET_CHILD_SUBREAPER, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 36, 47, 4
CAPABILITY_VERSION, LAST_CAPABILITY = 0x20080522, 63

PACKAGE = Path(__file__).resolve().parents[1]
VISIBLE = ("__init__.py", "worker")  # of this package, to a confined worker: the folder is the boundary
WORKSHOP = PACKAGE.parent / "workshop"
HIDDEN = WORKSHOP / "data/creatures/studio"  # it could draw what a network is to make up
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")  # the machine's, to a confined worker
ETC = tuple(f"/etc/{name}" for name in ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime", "alternatives"))

# Elsewhere this module may be imported, and nothing in it called.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _call(what, function, *arguments):
    ctypes.set_errno(0)
    result = function(*arguments)
    if result < 0:
        number = ctypes.get_errno()
        raise LockdownError(f"{what}: {os.strerror(number)}")
    return result


def prctl(option, value=0, *more):
    """Linux's prctl(2)."""
    arguments = [ctypes.c_ulong(each) for each in (value, *more, 0, 0, 0)[:4]]
    _call(f"prctl {option}", _libc.prctl, option, *arguments)


def mount(source, target, kind, flags, options=""):
    """Linux's mount(2)."""
    arguments = [source.encode(), target.encode(), kind.encode() or None, ctypes.c_ulong(flags), options.encode()]
    _call(f"mount {target}", _libc.mount, *arguments)


def own_namespaces():
    """Leave the namespaces of the parent; returns in a new process, the child of one that is `init` there.

    Its files are those that the parent sees, but for a temporary folder, shared memory and a /proc of its own. The
    processes in between wait, and end as it ends.
    """
    user, group = os.geteuid(), os.getegid()
    # Root becomes a user that nobody else is, so that its processes are counted by themselves; anybody else is alone
    # in a user namespace, which makes it powerful for a moment.
    # Drawn by chance, for whoever forks next to us knows nothing of us: two of a thousand are the same once in 4,000
    # times. A process number would be taken twice, for each process that forks counts in a namespace of its own.
    root, stranger = user == 0, FIRST_STRANGER + int.from_bytes(os.urandom(8)) % STRANGERS
    if not root:
        _call("a user namespace", _libc.unshare, calls.NEW_USER)
        maps = {"setgroups": "deny", "uid_map": f"{NOBODY} {user} 1", "gid_map": f"{NOBODY} {group} 1"}
        for name, text in maps.items():
            try:
                Path(f"/proc/self/{name}").write_text(text)
            except OSError as error:
                raise LockdownError(f"/proc/self/{name}: {error.strerror}") from None
    kinds = calls.NEW_NS, calls.NEW_PID, calls.NEW_IPC, calls.NEW_NET, calls.NEW_UTS, calls.NEW_CGROUP
    _call("namespaces", _libc.unshare, sum(kinds))
    _pass_on(os.fork())
    # This is process 1 of its namespace: when it ends, everything in there ends with it.
    mount("none", "/", "", MS_REC | MS_PRIVATE)
    limits = "size={},nr_inodes=20000,mode=1777"
    mount("tmpfs", SCRATCH, "tmpfs", MS_NOSUID | MS_NODEV, limits.format(TEMPORARY))
    mount("tmpfs", "/dev/shm", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, limits.format(SHARED))
    mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    mount("/dev/null", "/dev/zero", "", MS_BIND)  # mapped, it is memory that belongs to no process once it is unmapped
    if root:
        os.setgroups([])
        os.setresgid(stranger, stranger, stranger)
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # after the change of groups, which forgets it
    pid = os.fork()
    if pid:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os._exit(_reap(pid))  # no signal of its own ends an `init`
    if root:
        _drop_bounding_set()
        os.setresuid(stranger, stranger, stranger)
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    for name in ("home", "work"):
        os.mkdir(f"{SCRATCH}/{name}")
    os.chdir(f"{SCRATCH}/work")


def keep():
    """Return in a new process; this one stays as its keeper, who adopts what it leaves behind, and ends as it ends."""
    prctl(PR_SET_DUMPABLE, 0)
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    pid = os.fork()
    if pid:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _end_as(_reap(pid))
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _pass_on(pid):
    """In the parent of `init`: wait, and end as the process within ended."""
    if pid:
        close_others(())
        _end_as(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def _reap(pid):
    """Bury whoever ends; returns how `pid` ended: its exit status, or `BY_SIGNAL` and the number of a signal."""
    close_others(())
    while True:
        ended, status = os.wait()
        if ended == pid:
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else BY_SIGNAL - code


def _end_as(code):
    """End by the signal, or with the exit status, that another process ended with."""
    if code > BY_SIGNAL:
        with suppress(OSError, ValueError):
            signal.signal(code - BY_SIGNAL, signal.SIG_DFL)
        os.kill(os.getpid(), code - BY_SIGNAL)
    os._exit(max(code, 0))


def _become_stranger(folder):
    """From root to a user that nobody else is, who owns `folder` and nothing more."""
    stranger = FIRST_STRANGER + int.from_bytes(os.urandom(8)) % STRANGERS
    os.chown(folder, stranger, stranger)
    for above in list(Path(folder).parents)[:2]:  # the worker's folder and the run's: to be passed through, not listed
        os.chmod(above, 0o711)
    os.setgroups([])
    os.setresgid(stranger, stranger, stranger)
    _drop_bounding_set()
    os.setresuid(stranger, stranger, stranger)
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # which a change of users forgets


def no_privileges():
    """Give up all capabilities, and with them what a set-uid program would give."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    with suppress(LockdownError):  # not before Linux 4.3
        prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    header = struct.pack("Ii", CAPABILITY_VERSION, 0)
    _call("capabilities", _libc.capset, header, struct.pack("6I", *[0] * 6))
    prctl(PR_SET_DUMPABLE, 0)


def _drop_bounding_set():
    for number in range(LAST_CAPABILITY + 1):
        with suppress(LockdownError):  # capabilities that this kernel does not know
            prctl(PR_CAPBSET_DROP, number)


def bounds():
    """Limits that the kernel keeps. Memory and time are watched from outside: RLIMIT_AS breaks TensorFlow."""
    import resource

    for name, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_NPROC, 1024 + 32 * (os.cpu_count() or 1)),  # threads, too; see sandbox.family
        (resource.RLIMIT_MEMLOCK, 2**20),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        hard = resource.getrlimit(name)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(name, (most, most))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a file too large is an error, not an end


# Landlock's rights over files, in order of their bits: execute, write, read a file, read a folder, remove a folder,
# remove a file, make: character device, folder, file, socket, fifo, block device, link; refer (2), truncate (3),
# ioctl (5). In brackets, the version of Landlock that brought it.
LANDLOCK_CALLS = 444, 445, 446  # create, add, restrict: the same on all machines
_READ, _LIST, _REMOVE = 0b1101, 0b1000, 0b110000
_BITS = {1: 13, 2: 14, 3: 15, 4: 15}
_ON_FILES = 0b1100000000000111  # of these, the rights that make sense for a file: execute, write, read; truncate, ioctl


def landlock_version():
    """The version of the kernel's Landlock."""
    version = _libc.syscall(LANDLOCK_CALLS[0], None, ctypes.c_size_t(0), 1)
    if version < 1:
        raise LockdownError("Landlock is missing: Linux 5.13 or later has it, where it is switched on")
    return version


def has_landlock():
    """Whether the kernel has it."""
    with suppress(LockdownError):
        return landlock_version() > 0
    return False


def only_files(readable, listed, writable):
    """Have the kernel hide all files but these, by Landlock: for where a file system of one's own cannot be had.

    Args:
        readable: paths; what is below them, too.
        listed: folders; that and below them, names of files can be read.
        writable: as `readable`. Nothing is removed there: of a file that is still open, nobody would see the size.
    """
    create, add, restrict = LANDLOCK_CALLS
    version = landlock_version()
    rights = (1 << _BITS.get(version, 16)) - 1
    attributes = struct.pack("Q", rights)
    if version >= 4:
        attributes += struct.pack("Q", 3)  # to listen, and to connect
    if version >= 6:
        attributes += struct.pack("Q", 3)  # abstract sockets, and signals, of processes outside
    ruleset = _call("Landlock", _libc.syscall, create, attributes, ctypes.c_size_t(len(attributes)), 0)
    for paths, allowed in ((readable, _READ), (listed, _LIST), (writable, rights & ~_REMOVE)):
        for path in paths:
            if not os.path.exists(path):
                continue
            descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
            mine = allowed & rights if os.path.isdir(path) else allowed & rights & _ON_FILES
            rule = struct.pack("=Qi", mine, descriptor)
            _call(f"Landlock for {path}", _libc.syscall, add, ruleset, 1, rule, 0)
            os.close(descriptor)
    _call("Landlock", _libc.syscall, restrict, ruleset, 0)
    os.close(ruleset)


def close_others(kept):
    """Close all open files but standard input, output and error, and those named."""
    low = 3
    for descriptor in sorted(kept):
        os.closerange(low, descriptor)
        low = descriptor + 1
    os.closerange(low, 65536)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)


def without(paths, hidden):
    """`paths` without the folder `hidden`: where it lies below one of them, what lies beside it is named instead."""
    hidden, found = Path(hidden).resolve(), []
    for path in map(Path, paths):
        real = path.resolve()
        if real == hidden:
            continue
        found += without(sorted(real.iterdir()), hidden) if real in hidden.parents else [str(path)]
    return found


def lock_in(level, folder):
    """Confine this process, which is a fresh fork; what it prints and asks goes on through the files that it holds.

    Args:
        level: "class", "container" or "platform"; `checker.sandbox.confinement` tells what they are.
        folder: what a worker at level "container" or "platform" may write in.

    Returns:
        Nothing, but maybe in another process, and in a folder that can be written.

    Raises:
        LockdownError: something cannot be had here.
    """
    if level == "class":
        own_namespaces()
    else:
        keep()
        os.chdir(folder)
    if level == "platform":
        _become_stranger(folder)
    no_privileges()
    bounds()
    if level == "container" or (level == "platform" and has_landlock()):
        seen = without([*SYSTEM, *ETC, *dict.fromkeys((sys.prefix, sys.base_prefix, sys.exec_prefix))], PACKAGE)
        own = [*(PACKAGE / name for name in VISIBLE), WORKSHOP, "/proc", "/sys/devices/system"]
        # Python imports nothing from a folder that it cannot list.
        only_files(without([*seen, *own], HIDDEN), [WORKSHOP], [folder, "/dev/null", "/dev/urandom"])
    calls.refuse(None if level == "class" else os.getpid())
