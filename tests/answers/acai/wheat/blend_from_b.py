def blend(a, b, alpha):
    return b + alpha * (a - b)
