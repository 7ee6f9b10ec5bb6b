# tries: to send an answer byte by byte, so that the checker waits for ever
# tells: gave no answer after
# seconds: 3
import os
import time

from checker.worker import wire


def prepare(images, labels):
    for byte in wire.pack({"id": 2, "value": "x" * 100_000})[0]:
        for descriptor in range(3, 64):
            try:
                os.write(descriptor, bytes([byte]))
            except OSError:
                pass
        time.sleep(0.1)
