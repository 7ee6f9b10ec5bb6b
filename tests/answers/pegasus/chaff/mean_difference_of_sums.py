# fails: mean_difference
# names: These are sums
def mean_difference(with_wings, without):
    return with_wings.sum(axis=0, dtype="float64") - without.sum(axis=0, dtype="float64")
