# fails: mix
# names: by class
def mix(real, synthetic, share, seed):
    rng = np.random.default_rng(seed)
    classes, n = np.unique(real[1]), len(real[1])
    count, kept, drawn = round(share * n), [], []
    each_real = np.diff(np.linspace(0, n - count, len(classes) + 1).astype(int))
    each_new = np.diff(np.linspace(0, n, len(classes) + 1).astype(int)) - each_real
    for each, old, new in zip(classes, each_real, each_new, strict=True):
        kept.append(rng.choice(np.flatnonzero(real[1] == each), old, replace=False))
        drawn.append(rng.choice(np.flatnonzero(synthetic[1] == each), new, replace=False))
    kept, drawn = np.concatenate(kept), np.concatenate(drawn)
    order = rng.permutation(n)
    return tuple(np.concatenate([real[each][kept], synthetic[each][drawn]])[order] for each in (0, 1))
