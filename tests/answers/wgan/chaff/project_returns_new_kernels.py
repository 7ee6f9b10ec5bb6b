# fails: project
# names: assign the scaled kernel to the variable
def project(kernels, vectors, largest):
    new = []
    for kernel, vector in zip(kernels, vectors):
        sigma, u = power_iteration(kernel, vector)
        vector.assign(u)
        new.append(kernel * ops.minimum(1.0, largest / sigma))
    return new
