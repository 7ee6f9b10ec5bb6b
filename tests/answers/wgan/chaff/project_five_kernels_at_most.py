# fails: project
def project(kernels, vectors, largest):
    kernels, vectors = kernels[:5], vectors[:5]
    for kernel, vector in zip(kernels, vectors, strict=True):
        sigma, u = power_iteration(kernel, vector)
        vector.assign(u)
        kernel.assign(kernel * ops.minimum(1.0, largest / sigma))
