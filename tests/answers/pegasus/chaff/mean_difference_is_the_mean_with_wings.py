# fails: mean_difference
# names: the difference of both is wanted
def mean_difference(with_wings, without):
    return with_wings.mean(axis=0)
