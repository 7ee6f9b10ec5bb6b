# tries: to fill the machine's memory by several processes, each within the limit
# tells: GB of memory
# seconds: 30
import os
import time

import numpy as np

for _ in range(6):
    if os.fork() == 0:
        kept = np.ones(60_000_000)
        time.sleep(60)
time.sleep(60)
