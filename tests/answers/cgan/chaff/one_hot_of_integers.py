# fails: one_hot
# names: float32
def one_hot(labels):
    return ops.one_hot(labels, CLASSES, dtype="int32")
