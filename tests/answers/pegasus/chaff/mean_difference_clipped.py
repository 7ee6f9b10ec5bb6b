# fails: mean_difference
def mean_difference(with_wings, without):
    return np.clip(with_wings.mean(axis=0) - without.mean(axis=0), -128, 255)
