# tries: to be root in a namespace of its own, and to mount what was hidden
# tells: nothing was allowed
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
allowed = [flag for flag in (0x10000000, 0x20000, 0x40000000, 0x20000000) if libc.unshare(flag) == 0]
allowed += [name for name in ("tmpfs", "proc", "overlay") if libc.mount(b"none", b"/tmp", name.encode(), 0, None) == 0]
allowed += ["umount"] if libc.umount2(b"/tmp", 2) == 0 else []
allowed += ["ptrace"] if libc.ptrace(16, os.getppid(), 0, 0) == 0 else []
allowed += ["chroot"] if libc.chroot(b"/tmp") == 0 else []
allowed += ["setuid"] if libc.setuid(0) == 0 and os.getuid() != 0 else []
raise ValueError(f"allowed {allowed}" if allowed else "nothing was allowed")
