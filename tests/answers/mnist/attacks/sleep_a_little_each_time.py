# tries: to stay below every limit, and to hold up the class for an hour
# tells: in all
# seconds: 3 4
# honest: prepare_dtype prepare_labels
import time

import numpy as np


def prepare(images, labels):
    time.sleep(1.5)
    return np.zeros((*images.shape, 2), "float32"), labels


def build_model():
    time.sleep(1.5)


def compile_model(model):
    time.sleep(1.5)
