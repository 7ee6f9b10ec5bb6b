# fails: power_iteration
def power_iteration(kernel, u):
    matrix = ops.reshape(kernel, (-1, kernel.shape[-1]))
    v = ops.matmul(matrix, u)
    v /= ops.norm(v) + 1e-4
    onward = ops.matmul(v, matrix)
    length = ops.norm(onward)
    # A kernel of zeros shows no direction: u stays as it is, or it would be 0 for ever.
    u = ops.where(length > 0, onward / (length + 1e-12), u)
    v, u = ops.stop_gradient(v), ops.stop_gradient(u)
    return ops.sum(v * ops.matmul(matrix, u)), u
