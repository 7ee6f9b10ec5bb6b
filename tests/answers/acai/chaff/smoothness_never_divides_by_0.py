# fails: smoothness
# names: leave it
def smoothness(angles):
    steps = np.abs(np.diff(angles, axis=1))
    return steps.max(axis=1) / (steps.sum(axis=1) + 1e-9) - 1 / steps.shape[1]
