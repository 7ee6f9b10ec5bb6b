# fails: split
# names: 23 classes of 4 images
def split(labels, per_class, seed):
    rng = np.random.default_rng(seed)
    shuffled = [rng.permutation(np.flatnonzero(labels == each)) for each in range(10) if (labels == each).any()]
    left = min(map(len, shuffled)) - per_class
    if left < 1:
        raise ValueError("too few")
    training = np.concatenate([indices[:per_class] for indices in shuffled])
    held_out = np.concatenate([indices[per_class : per_class + left] for indices in shuffled])
    return rng.permutation(training), held_out
