# tries: to fill the machine's memory once its first thread has ended, for then the kernel tells nothing of the process
# tells: GB of memory
import ctypes
import os
import threading
import time


def hold():
    time.sleep(0.2)
    kept = b"\1" * 1_600_000_000
    time.sleep(60)


threading.Thread(target=hold).start()
ctypes.CDLL(None).syscall({"x86_64": 60, "aarch64": 93}[os.uname().machine], 0)  # exit: of this thread alone
