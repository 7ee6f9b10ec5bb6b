# tries: to kill the checker, and the workers of other submissions
# tells: it crashed the interpreter (SIGKILL)
import os
import signal

for number in [os.getppid(), *range(2, 100_000)]:
    if number != os.getpid():
        for kind in (signal.SIGKILL, signal.SIGSTOP):
            try:
                os.kill(number, kind)
            except OSError:
                break
try:
    os.kill(-1, signal.SIGKILL)
except OSError:
    pass
