# fails: mix
# names: go through all classes that the labels have
def mix(real, synthetic, share, seed):
    rng = np.random.default_rng(seed)
    images, labels = real[0].copy(), real[1]
    more, kinds = synthetic
    counts = [np.count_nonzero(labels == each) for each in range(10)]
    replaced = np.diff(np.rint(share * np.cumsum(counts)).astype(int), prepend=0)
    for each, new in enumerate(replaced):
        indices = np.flatnonzero(kinds == each)
        if len(indices) < new:
            raise ValueError("not enough")
        out = rng.choice(np.flatnonzero(labels == each), new, replace=False) if new else []
        if new:
            images[out] = more[rng.choice(indices, new, replace=False)]
    order = rng.permutation(len(images))
    return images[order], labels[order]
