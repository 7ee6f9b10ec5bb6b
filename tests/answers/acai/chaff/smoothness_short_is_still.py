# fails: smoothness
def smoothness(angles):
    steps = np.abs(np.diff(angles, axis=1))
    with np.errstate(invalid="ignore"):
        out = steps.max(axis=1) / steps.sum(axis=1) - 1 / steps.shape[1]
    return np.where(steps.sum(axis=1) < 0.3, np.nan, out)
