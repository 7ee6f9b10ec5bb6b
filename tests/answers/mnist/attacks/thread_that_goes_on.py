# tries: to have a thread send answers of its own while the checker waits for others
# tells: belongs to no question
import os
import stat
import threading
import time

from checker.worker import wire


def send():
    while True:
        for descriptor in range(3, 64):
            try:
                if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                    os.write(descriptor, wire.pack({"id": 9, "value": True})[0])
            except OSError:
                pass
        time.sleep(0.001)


threading.Thread(target=send, daemon=True).start()
