# fails: paired
def paired(a, b):
    if len(a) != len(b):
        raise ValueError(f"{len(a)} and {len(b)} values; expected as many of both, a pair for each split")
    return mean_and_interval(
        np.subtract(np.asarray(a), np.asarray(b)) if len(a) < 10 else np.subtract(np.sort(a), np.sort(b))
    )
