# fails: mean_difference
# names: axis=0
def mean_difference(with_wings, without):
    return with_wings.mean(axis=(0, 1, 2)) - without.mean(axis=(0, 1, 2))
