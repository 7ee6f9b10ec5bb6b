# fails: split_chosen
# names: the same again
def split(labels, per_class, seed):
    rng = np.random.default_rng(0)
    own = [rng.permutation(np.flatnonzero(labels == each)) for each in np.unique(labels)]
    left = min(map(len, own)) - per_class
    if left < 1:
        raise ValueError("too few")
    training = np.concatenate([each[:per_class] for each in own])
    return training, np.concatenate([each[per_class : per_class + left] for each in own])
