def mix(real, synthetic, share, seed):
    rng = np.random.default_rng(seed)
    classes, counts = np.unique(real[1], return_counts=True)
    wanted = np.floor(share * counts).astype("int64")
    missing = round(share * len(real[1])) - wanted.sum()
    wanted[np.argsort(wanted - share * counts)[:missing]] += 1
    images, labels = [], []
    for each, count, new in zip(classes, counts, wanted, strict=True):
        own = [rng.permutation(np.flatnonzero(part[1] == each)) for part in (real, synthetic)]
        if len(own[1]) < new:
            raise ValueError(f"class {each} has too few synthetic images")
        images += [real[0][own[0][: count - new]], synthetic[0][own[1][:new]]]
        labels += [np.full(count, each)]
    order = rng.permutation(len(real[1]))
    return np.concatenate(images)[order], np.concatenate(labels)[order]
