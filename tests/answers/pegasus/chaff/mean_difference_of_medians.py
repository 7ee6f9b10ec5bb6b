# fails: mean_difference
def mean_difference(with_wings, without):
    return np.median(with_wings, axis=0) - np.median(without, axis=0)
