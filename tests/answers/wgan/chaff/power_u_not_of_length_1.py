# fails: power_iteration
# names: Scale it to length 1
def power_iteration(kernel, u):
    matrix = ops.reshape(kernel, (-1, kernel.shape[-1]))
    v = ops.matmul(matrix, u)
    v /= ops.norm(v) + 1e-12
    onward = ops.matmul(v, matrix)
    length = ops.norm(onward)
    # A kernel of zeros shows no direction: u stays as it is, or it would be 0 for ever.
    u = ops.where(length > 0, onward, u)
    v, u = ops.stop_gradient(v), ops.stop_gradient(u)
    return length, u
