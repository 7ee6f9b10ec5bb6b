# fails: mean_difference
# names: absolute difference
def mean_difference(with_wings, without):
    return np.abs(with_wings.mean(axis=0) - without.mean(axis=0))
