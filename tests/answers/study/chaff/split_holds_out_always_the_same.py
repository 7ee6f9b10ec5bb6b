# fails: split_chosen
def split(labels, per_class, seed):
    rng = np.random.default_rng(seed)
    left = np.bincount(labels).min() - per_class
    if left < 1:
        raise ValueError("too few")
    own = [np.flatnonzero(labels == each) for each in np.unique(labels)]
    training = [rng.choice(each[left:], per_class, replace=False) for each in own]
    return np.concatenate(training), np.concatenate([each[:left] for each in own])
