# fails: mean_difference
# names: on the scale of bytes
def mean_difference(with_wings, without):
    return prepare(with_wings).mean(axis=0) - prepare(without).mean(axis=0)
