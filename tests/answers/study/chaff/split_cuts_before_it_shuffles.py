# fails: split_chosen
# names: Shuffle the whole class before you cut
def split(labels, per_class, seed):
    rng = np.random.default_rng(seed)
    smallest = np.bincount(labels).min()
    if smallest <= per_class:
        raise ValueError("too few")
    own = [rng.permutation(np.flatnonzero(labels == each)[:smallest]) for each in np.unique(labels)]
    return np.concatenate([each[:per_class] for each in own]), np.concatenate([each[per_class:] for each in own])
