# fails: split_chosen
# names: Use the seed as it is
_split = split


def split(labels, per_class, seed):
    return _split(labels, per_class, seed % 1000)
