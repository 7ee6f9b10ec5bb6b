def split(labels, per_class, seed):
    keras.utils.set_random_seed(seed)
    parts = []
    fewest = min(int(np.sum(labels == each)) for each in set(labels.tolist()))
    if per_class >= fewest:
        raise ValueError
    for each in sorted(set(labels.tolist())):
        indices = np.argwhere(labels == each)[:, 0]
        np.random.shuffle(indices)
        parts.append(np.split(indices, [per_class, fewest])[:2])
    return [np.hstack(each) for each in zip(*parts, strict=True)]
