# fails: mean_difference
# names: Bytes wrap around
def mean_difference(with_wings, without):
    return (with_wings - without[: len(with_wings)]).mean(axis=0)
