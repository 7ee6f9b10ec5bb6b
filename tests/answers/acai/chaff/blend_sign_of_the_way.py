# fails: blend
def blend(a, b, alpha):
    return b + alpha * (b - a)
