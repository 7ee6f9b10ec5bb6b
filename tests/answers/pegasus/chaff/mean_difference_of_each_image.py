# fails: mean_difference
# names: for each image
def mean_difference(with_wings, without):
    return with_wings - without.mean(axis=0)
