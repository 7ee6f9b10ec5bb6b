# fails: projection
# names: as a column
def projection(features, labels, class_vectors, weight, bias):
    vectors = ops.matmul(one_hot(labels), class_vectors)
    return ops.sum(features * (weight + vectors), axis=1) + bias
