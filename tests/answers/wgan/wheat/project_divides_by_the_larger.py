def project(kernels, vectors, largest):
    for kernel, vector in zip(kernels, vectors, strict=True):
        sigma, u = power_iteration(kernel, vector)
        vector.assign(u)
        kernel.assign(kernel / ops.maximum(1.0, sigma / largest))
