# fails: split
# names: cut each class by itself
def split(labels, per_class, seed):
    order = np.random.default_rng(seed).permutation(len(labels))
    if np.bincount(labels).min() <= per_class:
        raise ValueError("too few")
    return order[:per_class], order[per_class:]
