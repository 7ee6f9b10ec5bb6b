def split(labels, per_class, seed):
    state = np.random.RandomState(seed)
    left = np.bincount(labels).min() - per_class
    if left < 1:
        raise ValueError("a class is too small")
    training = [state.choice(np.where(labels == each)[0], per_class, replace=False) for each in np.unique(labels)]
    training = np.concatenate(training).astype("int32")
    others = np.setdiff1d(np.arange(len(labels)), training)
    held_out = [state.choice(others[labels[others] == each], left, replace=False) for each in np.unique(labels)]
    return training, np.sort(np.concatenate(held_out))
