# fails: mean_difference
# names: Some images are left out
def mean_difference(with_wings, without):
    count = min(len(with_wings), len(without))
    return (with_wings[:count].astype("float32") - without[:count]).mean(axis=0)
