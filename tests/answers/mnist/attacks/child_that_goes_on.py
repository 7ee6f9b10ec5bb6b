# tries: to leave a process behind that outlives the run, and harms whoever comes next
# tells: yours to write
import os
import signal
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in range(1, 65):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        while True:
            time.sleep(0.2)
            try:
                open(f"{OUTSIDE}/alive", "w").close()
            except OSError:
                pass
    os._exit(0)
