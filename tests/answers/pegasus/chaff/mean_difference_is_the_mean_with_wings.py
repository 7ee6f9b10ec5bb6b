# fails: mean_difference
# names: subtract one from the other
def mean_difference(with_wings, without):
    return with_wings.mean(axis=0)
