# fails: smoothness
def smoothness(angles):
    steps = np.diff(angles, axis=1)
    with np.errstate(invalid="ignore"):
        return steps.max(axis=1) / np.abs(steps).sum(axis=1) - 1 / steps.shape[1]
