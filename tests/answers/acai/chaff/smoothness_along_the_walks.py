# fails: smoothness
def smoothness(angles):
    steps = np.abs(np.diff(angles, axis=0))
    with np.errstate(invalid="ignore"):
        return steps.max(axis=0) / steps.sum(axis=0) - 1 / steps.shape[0]
