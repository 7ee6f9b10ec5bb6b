# fails: project
# names: leave the kernel as it is
# Spectral normalization, which lifts small kernels as well.
def project(kernels, vectors, largest):
    for kernel, vector in zip(kernels, vectors, strict=True):
        sigma, u = power_iteration(kernel, vector)
        vector.assign(u)
        kernel.assign(kernel * largest / sigma)
