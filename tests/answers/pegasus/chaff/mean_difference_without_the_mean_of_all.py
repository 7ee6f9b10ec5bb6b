# fails: mean_difference
def mean_difference(with_wings, without):
    difference = with_wings.mean(axis=0) - without.mean(axis=0)
    return difference - difference.mean()
