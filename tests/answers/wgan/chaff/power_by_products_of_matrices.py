# fails: power_iteration
# also: step_penalty
# names: takes matrices only
from keras import ops


def power_iteration(kernel, u):
    matrix = ops.reshape(kernel, (-1, kernel.shape[-1]))
    v = matrix @ u
    v = ops.stop_gradient(v / (ops.norm(v) + 1e-12))
    u = v @ matrix
    u = ops.stop_gradient(u / (ops.norm(u) + 1e-12))
    return ops.sum(v * (matrix @ u)), u
