# fails: project
# names: assign the u' of the step to it
def project(kernels, vectors, largest):
    for kernel, vector in zip(kernels, vectors, strict=True):
        sigma, u = power_iteration(kernel, vector)
        kernel.assign(kernel * ops.minimum(1.0, largest / sigma))
