# fails: mean_difference
# names: The sign is flipped
def mean_difference(with_wings, without):
    return without.mean(axis=0) - with_wings.mean(axis=0)
