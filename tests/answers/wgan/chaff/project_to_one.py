# fails: project
# names: It is divided by sigma alone
def project(kernels, vectors, largest):
    for kernel, vector in zip(kernels, vectors, strict=True):
        sigma, u = power_iteration(kernel, vector)
        vector.assign(u)
        kernel.assign(kernel * ops.where(sigma > largest, 1.0 / sigma, 1.0))
