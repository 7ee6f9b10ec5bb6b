# tries: to have the checker take an array that fills its memory
# tells: more than the checker takes
import numpy as np


def prepare(images, labels):
    return np.broadcast_to(np.float32(1), (60_000, 280, 280, 1)), labels
