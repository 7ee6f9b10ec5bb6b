# fails: mix_chosen
# names: don't always take the first ones
def mix(real, synthetic, share, seed):
    rng = np.random.default_rng(seed)
    classes, counts = np.unique(real[1], return_counts=True)
    replaced = np.diff(np.rint(share * np.cumsum(counts)).astype(int), prepend=0)
    kept, drawn = [], []
    for each, count, new in zip(classes, counts, replaced, strict=True):
        if np.count_nonzero(synthetic[1] == each) < new:
            raise ValueError("too few")
        kept.append(np.flatnonzero(real[1] == each)[: count - new])
        drawn.append(np.flatnonzero(synthetic[1] == each)[:new])
    kept, drawn = np.concatenate(kept), np.concatenate(drawn)
    order = rng.permutation(len(kept) + len(drawn))
    return tuple(np.concatenate([real[each][kept], synthetic[each][drawn]])[order] for each in (0, 1))
