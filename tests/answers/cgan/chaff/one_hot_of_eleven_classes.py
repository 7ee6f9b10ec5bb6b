# fails: one_hot
# also: projection
# names: the classes are 0 to 9
def one_hot(labels):
    return ops.one_hot(labels, CLASSES + 1)
