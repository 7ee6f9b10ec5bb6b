# fails: split
# names: in both sets
def split(labels, per_class, seed):
    rng = np.random.default_rng(seed)
    counts = np.unique(labels, return_counts=True)[1]
    left = counts.min() - per_class
    if left < 1:
        raise ValueError("too few")
    own = [np.flatnonzero(labels == each) for each in np.unique(labels)]
    training = np.concatenate([rng.choice(each, per_class, replace=False) for each in own])
    return training, np.concatenate([rng.choice(each, left, replace=False) for each in own])
