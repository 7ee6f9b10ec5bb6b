# tries: to hold more memory than a platform has, and less than a check allows, so that nobody can mark it
# tells: GB of memory
import numpy as np

kept = np.ones(200_000_000)
