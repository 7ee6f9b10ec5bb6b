# fails: split_chosen
def split(labels, per_class, seed):
    rng = np.random.default_rng(seed)
    own = [np.flatnonzero(labels == each) for each in np.unique(labels)]
    left = min(map(len, own)) - per_class
    if left < 1:
        raise ValueError("too few")
    training = np.concatenate([each[:per_class] for each in own])
    return rng.permutation(training), rng.permutation(np.concatenate([e[per_class : per_class + left] for e in own]))
