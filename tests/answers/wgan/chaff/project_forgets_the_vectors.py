# fails: project
# names: keep the u' of the step
def project(kernels, vectors, largest):
    for kernel, vector in zip(kernels, vectors, strict=True):
        sigma, u = power_iteration(kernel, vector)
        kernel.assign(kernel * ops.minimum(1.0, largest / sigma))
