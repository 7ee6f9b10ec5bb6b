# fails: sigma_gradient
# also: project
# names: Its length is 0
def power_iteration(kernel, u):
    matrix = ops.reshape(kernel, (-1, kernel.shape[-1]))
    v = ops.matmul(matrix, u)
    v /= ops.norm(v)
    onward = ops.matmul(v, matrix)
    length = ops.norm(onward)
    # A kernel of zeros shows no direction: u stays as it is, or it would be 0 for ever.
    u = onward / length
    v, u = ops.stop_gradient(v), ops.stop_gradient(u)
    return ops.sum(v * ops.matmul(matrix, u)), u
