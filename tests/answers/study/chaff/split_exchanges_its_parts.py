# fails: split
# also: split_refused
# names: The two parts are swapped
def split(labels, per_class, seed):
    rng = np.random.default_rng(seed)
    own = [rng.permutation(np.flatnonzero(labels == each)) for each in np.unique(labels)]
    left = min(map(len, own)) - per_class
    if left < 1:
        raise ValueError("too few")
    training = np.concatenate([each[:per_class] for each in own])
    return np.concatenate([each[per_class : per_class + left] for each in own]), training
