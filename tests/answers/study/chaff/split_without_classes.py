# fails: split
# names: cut each class by itself
def split(labels, per_class, seed):
    classes, counts = np.unique(labels, return_counts=True)
    if counts.min() <= per_class:
        raise ValueError("too few")
    order = np.random.default_rng(seed).permutation(len(labels))
    return order[: per_class * len(classes)], order[per_class * len(classes) : counts.min() * len(classes)]
