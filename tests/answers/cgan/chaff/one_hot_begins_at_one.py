# fails: one_hot
# also: projection label_types
# names: The classes start at 0
def one_hot(labels):
    return ops.one_hot(labels, CLASSES + 1)[:, 1:]
