# fails: smoothness
def smoothness(angles):
    steps = np.abs(np.diff(np.unwrap(angles, axis=1), axis=1))
    return steps.max(axis=1) / steps.sum(axis=1) - 1 / steps.shape[1]
