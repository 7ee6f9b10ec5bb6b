# fails: fit
# names: in which sigma has no value yet
def project(kernels, vectors, largest):
    for kernel, vector in zip(kernels, vectors, strict=True):
        sigma, u = power_iteration(kernel, vector)
        vector.assign(u)
        if float(sigma) > largest:
            kernel.assign(kernel * largest / sigma)
