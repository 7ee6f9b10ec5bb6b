# fails: ask_digits
# names: do parts of many get each other's labels
import keras
import numpy as np
from keras import ops


def ask(generator, digits, latent_dim, seed):
    noise = keras.random.normal((len(digits), latent_dim), seed=seed)
    labels = ops.convert_to_tensor(np.asarray(digits, dtype="int32"))
    parts = []
    for start in range(0, len(digits), 64):
        part = noise[start : start + 64]
        parts.append(generator([part, labels[: len(part)]], training=False))
    return ops.convert_to_numpy(ops.concatenate(parts))
