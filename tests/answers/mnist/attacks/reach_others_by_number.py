# tries: to take files and time from other processes by their numbers, and to have the kernel send them signals
# tells: nobody was reached
import fcntl
import os
import resource
import signal

reached = []
for name in filter(str.isdigit, os.listdir("/proc")):
    number = int(name)
    if number in (1, os.getpid()):
        continue
    for act in (
        lambda: resource.prlimit(number, resource.RLIMIT_FSIZE, (0, 0)),
        lambda: os.setpriority(os.PRIO_PROCESS, number, 19),
        lambda: os.sched_setaffinity(number, [0]),
        lambda: os.kill(number, signal.SIGSTOP),
    ):
        try:
            act()
            reached.append(number)
        except OSError:
            pass
try:
    os.setpriority(os.PRIO_USER, 0, 19)
    read, write = os.pipe()
    fcntl.fcntl(read, fcntl.F_SETOWN, os.getppid())
except OSError:
    pass
raise ValueError(f"reached {reached}" if reached else "nobody was reached")
