def split(labels, per_class, seed):
    keys = np.random.default_rng(seed).random(len(labels))
    counts = np.unique(labels, return_counts=True)[1]
    if counts.min() <= per_class:
        raise ValueError("too few images of a class")
    order = np.argsort(keys)
    rank = np.empty(len(labels), "int64")  # the how-manyth of its class each image is
    for each in np.unique(labels):
        own = order[labels[order] == each]
        rank[own] = np.arange(len(own))
    return np.flatnonzero(rank < per_class), np.flatnonzero((rank >= per_class) & (rank < counts.min()))
