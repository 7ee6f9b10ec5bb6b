# tries: to hang the checker: a stopped process uses no CPU time
# tells: gave no answer after
# seconds: 3
import os
import signal


def prepare(images, labels):
    os.kill(os.getpid(), signal.SIGSTOP)
