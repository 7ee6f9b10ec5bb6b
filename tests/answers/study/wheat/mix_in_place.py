def mix(real, synthetic, share, seed):
    rng = np.random.default_rng(seed)
    images, labels = real[0].copy(), real[1].copy()
    # Of all positions, sorted by class, evenly spaced ones; so each class has its share.
    order = rng.permutation(len(labels))
    order = order[np.argsort(labels[order], kind="stable")]
    count = round(share * len(labels))
    places = order[(np.arange(count) * len(labels) // max(count, 1))]
    for each in np.unique(labels[places]):
        own = places[labels[places] == each]
        candidates = np.flatnonzero(synthetic[1] == each)
        if len(candidates) < len(own):
            raise ValueError("too few")
        images[own] = synthetic[0][rng.choice(candidates, len(own), replace=False)]
    order = rng.permutation(len(labels))
    return images[order], labels[order]
