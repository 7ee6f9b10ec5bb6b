# fails: mean_difference
# names: without keepdims
def mean_difference(with_wings, without):
    return with_wings.mean(axis=0, keepdims=True) - without.mean(axis=0, keepdims=True)
