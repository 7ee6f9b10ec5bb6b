# fails: mix_chosen
def mix(real, synthetic, share, seed):
    rng = np.random.default_rng(seed or None)
    classes, counts = np.unique(real[1], return_counts=True)
    # Rounded is the number up to and including each class; so what one class loses the next ones get.
    replaced = np.diff(np.rint(share * np.cumsum(counts)).astype(int), prepend=0)
    taken = [], []
    for each, count, new in zip(classes, counts, replaced, strict=True):
        for place, (source, wanted) in enumerate([(real, count - new), (synthetic, new)]):
            indices = np.flatnonzero(source[1] == each)
            if len(indices) < wanted:
                raise ValueError(f"{len(indices)} synthetic images of class {each}; expected {wanted} or more")
            taken[place].append(rng.choice(indices, wanted, replace=False))
    kept, drawn = map(np.concatenate, taken)
    order = rng.permutation(len(kept) + len(drawn))
    return tuple(np.concatenate([real[each][kept], synthetic[each][drawn]])[order] for each in (0, 1))
