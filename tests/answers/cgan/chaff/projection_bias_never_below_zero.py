# fails: projection
def projection(features, labels, class_vectors, weight, bias):
    vectors = ops.matmul(one_hot(labels), class_vectors)
    return ops.sum(features * (weight + vectors), axis=1, keepdims=True) + ops.maximum(bias, 0.0)
