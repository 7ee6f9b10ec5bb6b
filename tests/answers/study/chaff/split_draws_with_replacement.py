# fails: split
# names: Draw without replacement
def split(labels, per_class, seed):
    rng = np.random.default_rng(seed)
    left = np.bincount(labels).min() - per_class
    if left < 1:
        raise ValueError("too few")
    training = np.concatenate([rng.choice(np.flatnonzero(labels == each), per_class) for each in np.unique(labels)])
    others = [np.setdiff1d(np.flatnonzero(labels == each), training) for each in np.unique(labels)]
    return training, np.concatenate([rng.permutation(each)[:left] for each in others])
