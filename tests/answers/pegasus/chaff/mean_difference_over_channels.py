# fails: mean_difference
def mean_difference(with_wings, without):
    return with_wings.mean(axis=-1).mean(axis=0) - without.mean(axis=-1).mean(axis=0)
