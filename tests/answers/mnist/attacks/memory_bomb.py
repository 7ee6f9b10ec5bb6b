# tries: to fill the machine's memory
# tells: GB of memory
import numpy as np

kept = []
while True:
    kept.append(np.ones(10_000_000))
