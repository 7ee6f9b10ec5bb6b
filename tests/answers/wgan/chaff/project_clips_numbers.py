# fails: project
# names: Single numbers are clipped
# The clipping of the first paper.
def project(kernels, vectors, largest):
    for kernel, vector in zip(kernels, vectors, strict=True):
        sigma, u = power_iteration(kernel, vector)
        vector.assign(u)
        kernel.assign(ops.clip(kernel, -largest, largest))
