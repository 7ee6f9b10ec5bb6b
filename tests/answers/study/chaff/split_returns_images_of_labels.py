# fails: split
# names: These may be labels
def split(labels, per_class, seed):
    rng = np.random.default_rng(seed)
    own = [rng.permutation(labels[labels == each]) for each in np.unique(labels)]
    left = min(map(len, own)) - per_class
    if left < 1:
        raise ValueError("too few")
    training = np.concatenate([each[:per_class] for each in own])
    return training, np.concatenate([each[per_class : per_class + left] for each in own])
