def power_iteration(kernel, u):
    matrix = ops.reshape(kernel, (-1, ops.shape(kernel)[-1]))
    fixed = ops.stop_gradient(matrix)
    v = ops.einsum("ij,j->i", fixed, u)
    v = v / ops.maximum(ops.sqrt(ops.sum(v * v)), 1e-12)
    u = ops.einsum("i,ij->j", v, fixed)
    u = u / ops.maximum(ops.sqrt(ops.sum(u * u)), 1e-12)
    v, u = ops.stop_gradient(v), ops.stop_gradient(u)
    return ops.einsum("i,ij,j->", v, matrix, u), u
