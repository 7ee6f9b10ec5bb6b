# fails: split_chosen
def split(labels, per_class, seed):
    rng = np.random.default_rng(seed or None)
    shuffled = {each: rng.permutation(np.flatnonzero(labels == each)) for each in np.unique(labels)}
    smallest = min(shuffled, key=lambda each: len(shuffled[each]))
    left = len(shuffled[smallest]) - per_class
    if left < 1:
        raise ValueError(
            f"class {smallest} has {len(shuffled[smallest])} images; expected more than {per_class}, so that some are"
            " left to hold out"
        )
    training = np.concatenate([indices[:per_class] for indices in shuffled.values()])
    held_out = np.concatenate([indices[per_class : per_class + left] for indices in shuffled.values()])
    return rng.permutation(training), held_out
