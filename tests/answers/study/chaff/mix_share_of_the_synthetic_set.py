# fails: mix
def mix(real, synthetic, share, seed):
    rng = np.random.default_rng(seed)
    kept, drawn = [], []
    for each in np.unique(real[1]):
        mine, its = np.flatnonzero(real[1] == each), np.flatnonzero(synthetic[1] == each)
        new = min(round(share * len(its)), len(mine))
        kept.append(rng.choice(mine, len(mine) - new, replace=False))
        drawn.append(rng.choice(its, new, replace=False))
    kept, drawn = np.concatenate(kept), np.concatenate(drawn)
    order = rng.permutation(len(kept) + len(drawn))
    return tuple(np.concatenate([real[each][kept], synthetic[each][drawn]])[order] for each in (0, 1))
