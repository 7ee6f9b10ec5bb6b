# fails: smoothness
def smoothness(angles):
    steps = np.abs(np.diff(angles, axis=1))
    with np.errstate(invalid="ignore"):
        return steps.std(axis=1) / steps.mean(axis=1)
