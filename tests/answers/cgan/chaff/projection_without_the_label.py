# fails: projection
# names: The label is not used
def projection(features, labels, class_vectors, weight, bias):
    return ops.sum(features * weight, axis=1, keepdims=True) + bias
