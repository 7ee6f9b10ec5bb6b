# tries: to fill the machine's memory by processes whose parents have ended, so that they are nobody's children
# tells: GB of memory
import os
import time

for _ in range(2):
    if os.fork() == 0:
        if os.fork() == 0:
            kept = b"\1" * 700_000_000
            time.sleep(60)
        os._exit(0)
    os.wait()
time.sleep(60)
