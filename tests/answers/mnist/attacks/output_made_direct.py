# tries: to have the checker blame itself: the flags of the file that takes what is printed, and its length, are changed
# tells: prepare
import fcntl
import os


def prepare(images, labels):
    print("some text", flush=True)
    for descriptor in (1, 2):
        flags = fcntl.fcntl(descriptor, fcntl.F_GETFL)
        os.lseek(descriptor, 2**30, os.SEEK_SET)
        os.ftruncate(descriptor, 0)
        fcntl.fcntl(descriptor, fcntl.F_SETFL, flags | os.O_DIRECT | os.O_APPEND | os.O_NONBLOCK)
