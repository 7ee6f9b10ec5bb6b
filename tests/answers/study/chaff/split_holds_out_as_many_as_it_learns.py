# fails: split
# also: split_refused
def split(labels, per_class, seed):
    rng = np.random.default_rng(seed)
    own = [rng.permutation(np.flatnonzero(labels == each)) for each in np.unique(labels)]
    if min(map(len, own)) <= per_class:
        raise ValueError("too few")
    return (
        np.concatenate([each[:per_class] for each in own]),
        np.concatenate([each[per_class : 2 * per_class] for each in own]),
    )
