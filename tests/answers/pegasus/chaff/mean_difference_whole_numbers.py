# fails: mean_difference
# names: It is rounded
def mean_difference(with_wings, without):
    return (with_wings.mean(axis=0) - without.mean(axis=0)).astype("int32")
