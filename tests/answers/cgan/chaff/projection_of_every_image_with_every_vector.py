# fails: projection
# names: a number for each class
def projection(features, labels, class_vectors, weight, bias):
    return (
        ops.matmul(features, ops.transpose(class_vectors)) + ops.reshape(ops.matmul(features, weight), (-1, 1)) + bias
    )
