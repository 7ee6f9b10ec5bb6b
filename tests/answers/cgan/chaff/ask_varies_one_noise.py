# fails: ask_noise
# names: as if one row were varied a little
import numpy as np


def ask(generator, digits, latent_dim, seed):
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=(1, latent_dim)) + rng.normal(scale=0.3, size=(len(digits), latent_dim))
    labels = np.asarray(digits, dtype="int32")
    return generator.predict([noise.astype("float32"), labels], verbose=0)
