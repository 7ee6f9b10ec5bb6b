# fails: mean_difference
def mean_difference(with_wings, without):
    return with_wings[:2000].mean(axis=0) - without[:2000].mean(axis=0)
