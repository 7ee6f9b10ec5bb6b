# tries: to compute for ever on all cores
# tells: s of computing
import threading

import numpy as np


def work():
    while True:
        np.dot(np.ones((500, 500)), np.ones((500, 500)))


for _ in range(4):
    threading.Thread(target=work).start()
work()
