# fails: split_chosen
# names: Images that stand side by side
def split(labels, per_class, seed):
    rng = np.random.default_rng(seed)
    shuffled = {}
    for each in np.unique(labels):
        ind = np.flatnonzero(labels == each)
        shuffled[each] = np.roll(ind, rng.integers(len(ind)))
    left = min(map(len, shuffled.values())) - per_class
    if left < 1:
        raise ValueError("too few")
    tr = np.concatenate([s[:per_class] for s in shuffled.values()])
    return (rng.permutation(tr), np.concatenate([s[per_class : per_class + left] for s in shuffled.values()]))
