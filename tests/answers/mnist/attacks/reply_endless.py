# tries: to send without end, so that the checker reads for ever
# tells: broke off the conversation
import os

from checker.worker import wire


def prepare(images, labels):
    while True:
        for descriptor in range(3, 64):
            try:
                os.write(descriptor, wire.pack({"id": 0, "value": "x" * 100_000})[0])
            except OSError:
                pass
