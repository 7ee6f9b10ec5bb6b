# fails: mean_difference
# names: Does the function end with
def mean_difference(with_wings, without):
    with_wings.mean(axis=0) - without.mean(axis=0)
