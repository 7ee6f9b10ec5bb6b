def project(kernels, vectors, largest):
    for kernel, vector in zip(kernels, vectors, strict=True):
        sigma, u = power_iteration(kernel, vector)
        vector.assign(u)
        kernel.assign(ops.where(sigma > largest, kernel * (largest / ops.maximum(sigma, 1e-12)), kernel))
