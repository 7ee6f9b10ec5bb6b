# tries: to announce a message of a million terabytes
# tells: was announced
import os
import struct


def prepare(images, labels):
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, struct.pack("<4sIQ", b"WRK1", 10, 2**60))
        except OSError:
            pass
