# fails: mean_difference
# names: Take each mean by itself
def mean_difference(with_wings, without):
    return (with_wings.astype("float32") - without).mean(axis=0)
