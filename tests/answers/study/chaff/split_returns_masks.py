# fails: split
# names: Return indices into labels
def split(labels, per_class, seed):
    rng = np.random.default_rng(seed)
    training, held_out = np.zeros(len(labels), bool), np.zeros(len(labels), bool)
    left = np.bincount(labels).min() - per_class
    if left < 1:
        raise ValueError("too few")
    for each in np.unique(labels):
        own = rng.permutation(np.flatnonzero(labels == each))
        training[own[:per_class]] = True
        held_out[own[per_class : per_class + left]] = True
    return training, held_out
