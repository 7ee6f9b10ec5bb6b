# fails: mean_difference
# names: axis=0
def mean_difference(with_wings, without):
    return with_wings.mean() - without.mean()
