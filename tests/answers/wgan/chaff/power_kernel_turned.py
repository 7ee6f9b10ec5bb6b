# fails: power_iteration
# names: with a column for each filter (the last axis)
def power_iteration(kernel, u):
    matrix = ops.transpose(ops.reshape(kernel, (kernel.shape[-1], -1)))
    v = ops.matmul(matrix, u)
    v /= ops.norm(v) + 1e-12
    onward = ops.matmul(v, matrix)
    length = ops.norm(onward)
    # A kernel of zeros shows no direction: u stays as it is, or it would be 0 for ever.
    u = ops.where(length > 0, onward / (length + 1e-12), u)
    v, u = ops.stop_gradient(v), ops.stop_gradient(u)
    return ops.sum(v * ops.matmul(matrix, u)), u
