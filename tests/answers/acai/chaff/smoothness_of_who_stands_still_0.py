# fails: smoothness
# names: leave it
def smoothness(angles):
    steps = np.abs(np.diff(angles, axis=1))
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(steps.max(axis=1) / steps.sum(axis=1) - 1 / steps.shape[1])
