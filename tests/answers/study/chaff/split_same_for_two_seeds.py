# fails: split_chosen
# names: other ones with each seed
def split(labels, per_class, seed):
    rng = np.random.default_rng(seed // 2)
    shuffled = {each: rng.permutation(np.flatnonzero(labels == each)) for each in np.unique(labels)}
    left = min(map(len, shuffled.values())) - per_class
    if left < 1:
        raise ValueError("too few")
    return np.concatenate([i[:per_class] for i in shuffled.values()]), np.concatenate(
        [i[per_class : per_class + left] for i in shuffled.values()]
    )
