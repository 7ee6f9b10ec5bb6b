"""The system calls that are refused to a confined worker and to all that it starts, by libseccomp. Linux only."""

import ctypes
import errno
import os

LIBSECCOMP = "libseccomp.so.2"

# From linux/sched.h, sys/mman.h, fcntl.h, sys/ioctl.h, linux/ioprio.h and seccomp.h
NEW_NS, NEW_CGROUP, NEW_UTS, NEW_IPC, NEW_USER, NEW_PID, NEW_NET = (
    0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000,
)  # fmt: skip
MAP_TYPE, MAP_SHARED, MAP_SHARED_VALIDATE, MAP_ANONYMOUS = 0x0F, 1, 3, 0x20
O_TMPFILE = 0x400000
F_SETOWN, F_SETSIG, F_SETOWN_EX, FIOSETOWN, SIOCSPGRP = 8, 10, 15, 0x8901, 0x8902
IOPRIO_WHO_PROCESS = 1
ALLOW, ERRNO, NE, MASKED_EQ = 0x7FFF0000, 0x00050000, 1, 7
WORD = 0xFFFFFFFF  # of an argument that is an int: the kernel looks at no more of it

# What no exercise needs, and what reaches further than files, memory and time do: other processes, the kernel's parts,
# namespaces in which one would be root, and memory that is seen at no process: of files without a name (memfd), System
# V's, what is kept in sockets, watched files, and pages that a pipe holds by `vmsplice`.
REFUSED = (
    "unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree", "fsopen", "fsconfig",
    "fsmount", "fspick", "mount_setattr", "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise",
    "process_mrelease", "move_pages", "migrate_pages", "pidfd_getfd", "kcmp", "add_key", "request_key", "keyctl", "bpf",
    "perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register", "memfd_create",
    "memfd_secret", "shmget", "shmat", "msgget", "semget", "mq_open", "vmsplice", "inotify_init", "inotify_init1",
    "fanotify_init", "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot",
    "swapon", "swapoff", "acct", "quotactl", "open_by_handle_at", "name_to_handle_at", "settimeofday",
    "clock_settime", "sethostname", "setdomainname", "iopl", "ioperm", "modify_ldt", "lookup_dcookie", "nfsservctl",
    "vhangup", "personality", "mknod", "mknodat",
)  # fmt: skip


class LockdownError(Exception):
    """A part of the confinement could not be had; the text says which."""


class _Compare(ctypes.Structure):
    _fields_ = [("arg", ctypes.c_uint), ("op", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64)]


def _differs(argument, value):
    return _Compare(argument, NE, value, 0)


def _has(argument, mask, value=None):
    return _Compare(argument, MASKED_EQ, mask, mask if value is None else value)


def refuse(only=None):
    """Have the kernel refuse system calls that no answer needs.

    Args:
        only: the one process that may be sent signals, where others of the same user can be seen; what else reaches
            another process by its number is refused, too. Any that can be seen may be reached, where None.
    """
    try:
        library = ctypes.CDLL(LIBSECCOMP)
    except OSError:
        raise LockdownError(f"{LIBSECCOMP} is missing (Debian: apt-get install libseccomp2)") from None
    library.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(library.seccomp_init(ALLOW))

    def deny(name, code, *comparisons):
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number < 0:  # this machine has no such call
            return
        array = (_Compare * max(len(comparisons), 1))(*comparisons)
        result = library.seccomp_rule_add_array(context, ERRNO | code, number, len(comparisons), array)
        if result < 0:
            raise LockdownError(f"a filter for {name}: {os.strerror(-result)}")

    for name in REFUSED:
        deny(name, errno.EPERM)
    # Its flags lie in memory, which a filter cannot read; clone takes its place, and open that of the other.
    for name in ("clone3", "openat2"):
        deny(name, errno.ENOSYS)
    for flag in (NEW_USER, NEW_NS, NEW_PID, NEW_NET, NEW_IPC, NEW_UTS, NEW_CGROUP):
        deny("clone", errno.EPERM, _has(0, flag))
    # Those of files, too: what a thousand of them hold unread is seen nowhere.
    for name in ("socket", "socketpair"):
        deny(name, errno.EAFNOSUPPORT)
    # Shared memory without a file stays when it is unmapped from where it was counted, as long as one page is mapped.
    for shared in (MAP_SHARED, MAP_SHARED_VALIDATE):
        deny("mmap", errno.EPERM, _has(3, MAP_TYPE | MAP_ANONYMOUS, shared | MAP_ANONYMOUS))
    # Room on a disk beyond a file's size, and files without a name, are seen by nobody who looks at a folder.
    deny("fallocate", errno.EOPNOTSUPP)
    deny("open", errno.EOPNOTSUPP, _has(1, O_TMPFILE))
    deny("openat", errno.EOPNOTSUPP, _has(2, O_TMPFILE))
    if only is not None:
        _deny_others(deny, only)
    result = library.seccomp_load(context)
    library.seccomp_release(context)
    if result < 0:
        raise LockdownError(f"the filter of system calls: {os.strerror(-result)}")


def _deny_others(deny, only):
    """Refuse what reaches a process of the same user by its number. 0 is whoever calls."""
    for name in ("kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo"):
        deny(name, errno.EPERM, _differs(0, only))
    for name in ("tkill", "pidfd_open", "pidfd_send_signal"):
        deny(name, errno.EPERM)
    for name in ("prlimit64", "sched_setaffinity", "sched_setscheduler", "sched_setparam", "sched_setattr"):
        deny(name, errno.EPERM, _differs(0, 0))
    for name, kind in (("setpriority", 0), ("ioprio_set", IOPRIO_WHO_PROCESS)):  # else all of a group, or of a user
        deny(name, errno.EPERM, _differs(0, kind))
        deny(name, errno.EPERM, _differs(1, 0))
    # Whoever owns a file is sent signals about it, by the kernel.
    for command in (F_SETOWN, F_SETOWN_EX, F_SETSIG):
        deny("fcntl", errno.EPERM, _has(1, WORD, command))
    for command in (FIOSETOWN, SIOCSPGRP):
        deny("ioctl", errno.EPERM, _has(1, WORD, command))
