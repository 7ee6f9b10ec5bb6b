def smoothness(angles):
    steps = np.abs(angles[:, 1:] - angles[:, :-1])
    way = np.sum(steps, axis=-1, keepdims=True)
    shares = np.divide(steps, way, out=np.full(steps.shape, np.nan), where=way > 0)
    return np.max(shares, axis=-1) - 1 / (angles.shape[1] - 1)
