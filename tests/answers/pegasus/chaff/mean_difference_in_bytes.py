# fails: mean_difference
def mean_difference(with_wings, without):
    return with_wings.mean(axis=0).astype("uint8") - without.mean(axis=0).astype("uint8")
