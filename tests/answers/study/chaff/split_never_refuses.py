# fails: split_refused
# names: raise ValueError
def split(labels, per_class, seed):
    rng = np.random.default_rng(seed)
    own = [rng.permutation(np.flatnonzero(labels == each)) for each in np.unique(labels)]
    smallest = min(map(len, own))
    training = np.concatenate([each[:per_class] for each in own])
    return training, np.concatenate([each[per_class:smallest] for each in own])
