# fails: label_types
# names: labels as bytes
def projection(features, labels, class_vectors, weight, bias):
    vectors = ops.take(class_vectors, labels, axis=0)
    return ops.sum(features * (weight + vectors), axis=1, keepdims=True) + bias
