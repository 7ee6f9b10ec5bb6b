# fails: mean_difference
def mean_difference(with_wings, without):
    return with_wings[:500].mean(axis=0) - without[:500].mean(axis=0)
