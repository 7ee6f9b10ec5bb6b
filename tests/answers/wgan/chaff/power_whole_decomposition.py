# fails: power_iteration
# names: This is the largest singular value itself
def power_iteration(kernel, u):
    matrix = ops.reshape(kernel, (-1, kernel.shape[-1]))
    _, values, right = ops.svd(matrix, full_matrices=False)
    return values[0], right[0]
