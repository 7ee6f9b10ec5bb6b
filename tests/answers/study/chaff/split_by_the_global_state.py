# fails: split_chosen
# names: np.random.default_rng(seed)
def split(labels, per_class, seed):
    training, held_out = [], []
    left = np.bincount(labels).min() - per_class
    if left < 1:
        raise ValueError("too few")
    for each in np.unique(labels):
        own = np.flatnonzero(labels == each)
        np.random.shuffle(own)
        training.append(own[:per_class])
        held_out.append(own[per_class : per_class + left])
    return np.concatenate(training), np.concatenate(held_out)
