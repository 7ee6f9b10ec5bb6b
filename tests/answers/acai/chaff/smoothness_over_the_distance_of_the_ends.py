# fails: smoothness
def smoothness(angles):
    steps = np.abs(np.diff(angles, axis=1))
    with np.errstate(invalid="ignore"):
        return steps.max(axis=1) / np.abs(angles[:, -1] - angles[:, 0]) - 1 / steps.shape[1]
