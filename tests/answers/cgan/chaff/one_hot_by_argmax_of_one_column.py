# fails: one_hot
# also: projection generator_labels
# names: argmax
def one_hot(labels):
    # For labels that are ones and zeros already, argmax would find the class; here each row has one number.
    return ops.one_hot(ops.argmax(ops.reshape(labels, (-1, 1)), axis=1), CLASSES)
